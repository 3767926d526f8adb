// The files by which examples/prefork is deployed, each judged by a reader of its
// format, which is shown that it finds mistakes.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { Service } from 'kubernetes-models/v1/Service';
import ts from 'typescript';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const example = path.join(import.meta.dirname, '../../examples/prefork');
const source = readFileSync(path.join(example, 'server.ts'), 'utf8');
const readDeploy = (name: string) =>
  readFileSync(path.join(example, 'deploy', name), 'utf8');

const graceSeconds =
  Number(/graceMs: ([\d_]+)/.exec(source)?.[1]?.replace('_', '')) / 1000;

function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the systemd units', () => {
  const unit = readDeploy('prefork.service');

  /** What systemd has to say of them. */
  function verify(service: string): string {
    const folder = temporary();
    const here = service.replace('/usr/bin/node', process.execPath);
    const files = { 'prefork.service': here, 'prefork.socket': undefined };
    const paths = Object.entries(files).map(([name, text]) => {
      const file = path.join(folder, name);
      writeFileSync(file, text ?? readDeploy(name));
      return file;
    });
    const args = ['verify', '--man=no', ...paths];
    const { status, stderr } = spawnSync('systemd-analyze', args, {
      encoding: 'utf8',
    });
    return status === 0 ? stderr : `status ${status}\n${stderr}`;
  }

  test('are what systemd expects', (ctx) => {
    try {
      execFileSync('systemd-analyze', ['--version']);
    } catch (error) {
      ctx.skip(`needs systemd-analyze: ${(error as Error).message}`);
    }
    expect(verify(unit)).toBe('');
    expect(verify(unit.replace('=mixed', '=mixt'))).toContain('mixt');
    expect(verify(unit.replace('WatchdogSec', 'Watchdog'))).toContain(
      'Unknown',
    );
    const missing = unit.replace('/usr/bin/node', '/usr/bin/no-node');
    expect(verify(missing)).toMatch(/^status 1\n.*not executable/);
  });

  test('leave the workers their time, and V8 its memory', () => {
    const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1]);
    expect(seconds).toBeGreaterThan(graceSeconds);
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute/m);
  });
});

describe('the Containerfile', () => {
  const file = readDeploy('Containerfile');
  const problems = (text: string) => validate(text).map((it) => it.message);
  const list = (instruction: string): string[] =>
    JSON.parse(new RegExp(`^${instruction} (.*)$`, 'm').exec(file)?.[1] ?? '');

  test('is one', () => {
    expect(problems(file)).toEqual([]);
    expect(problems(file.replace('WORKDIR', 'WORKDIRS'))).not.toEqual([]);
    expect(problems(file.replace('8080', 'http'))).not.toEqual([]);
  });

  test('starts the server by posix-proc init, which ends with its status', () => {
    const [command, ...args] = list('ENTRYPOINT');
    expect(command).toBe('/app/node_modules/.bin/posix-proc');
    expect(list('CMD')).toEqual(['node', 'server.js']);
    const main = path.join(import.meta.dirname, '../../dist/cli/main.js');
    const program = ['node', '-e', 'process.exitCode = 7'];
    // Not process 1 here: it says so, unless it is a subreaper.
    const env = { ...process.env, TINI_SUBREAPER: '1' };
    const { status, stderr } = spawnSync(main, [...args, ...program], {
      encoding: 'utf8',
      env,
    });
    expect([status, stderr]).toEqual([7, '']);
  });
});

describe('the Kubernetes manifest', () => {
  const documents = parseAllDocuments(readDeploy('kubernetes.yaml'));
  const [deployment, service] = documents.map((it) => it.toJS());
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;

  /** The schema lets unknown names pass; the types made of it do not. */
  function unknownNames(kind: string, module: string, manifest: unknown) {
    const types = createRequire(import.meta.url).resolve(
      `kubernetes-models/${module}`,
    );
    const file = path.join(temporary(), 'manifest.ts');
    writeFileSync(
      file,
      `import type { I${kind} } from ${JSON.stringify(types)};
       export const manifest: I${kind} = ${JSON.stringify(manifest)};`,
    );
    const program = ts.createProgram([file], {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
      module: ts.ModuleKind.NodeNext,
    });
    return ts
      .getPreEmitDiagnostics(program)
      .map((it) => ts.flattenDiagnosticMessageText(it.messageText, '\n'));
  }

  const problems = (manifest: unknown) =>
    unknownNames('Deployment', 'apps/v1/Deployment', manifest);

  test('is what Kubernetes expects', () => {
    expect(documents.flatMap((it) => it.errors)).toEqual([]);
    new Deployment(deployment).validate();
    new Service(service).validate();
    expect(problems(deployment)).toEqual([]);
    expect(unknownNames('Service', 'v1/Service', service)).toEqual([]);
  });

  test('mistakes in it would be found', () => {
    const wrong = structuredClone(deployment);
    wrong.spec.template.spec.terminationGracePeriodSeconds = '40s';
    expect(() => new Deployment(wrong).validate()).toThrow(/GracePeriod/);
    const unknown = structuredClone(deployment);
    unknown.spec.template.spec.containers[0].readinesProbe = {};
    expect(problems(unknown).join()).toContain('readinesProbe');
  });

  test('its parts agree with each other and with the server', () => {
    const { selector, template } = deployment.spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(service.spec.selector).toEqual(selector.matchLabels);
    const [port] = container.ports;
    expect(service.spec.ports[0].targetPort).toBe(port.name);
    expect(container.env).toContainEqual({
      name: 'PORT',
      value: `${port.containerPort}`,
    });
    for (const probe of [container.startupProbe, container.readinessProbe]) {
      expect(probe.httpGet.port).toBe(port.name);
      expect(source).toContain(`app.get('${probe.httpGet.path}'`);
    }
    const before = Number(container.lifecycle.preStop.exec.command[1]);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(
      before + graceSeconds,
    );
  });
});
