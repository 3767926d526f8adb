// Which C library this process runs on.

/** The version of glibc; undefined for another library. */
export function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as unknown as {
    header: { glibcVersionRuntime?: string };
  };
  return header.glibcVersionRuntime;
}
