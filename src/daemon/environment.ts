// The variables by which a service manager speaks to the process that it has
// started: to that one only. They are taken out of the environment, and known
// from then on.

const taken = new Map<string, string | undefined>();

export function takeVariable(name: string): string | undefined {
  if (process.env[name] !== undefined) {
    taken.set(name, process.env[name]);
    delete process.env[name];
  }
  return taken.get(name);
}
