// Errors of misuse, in the form and with the codes of Node's own. Errors of
// system calls come from native/errno.cc.

import { inspect } from 'node:util';

function coded<T extends Error>(error: T, code: string): T {
  // As Node does: the stack names the code, the name stays what it is.
  const { name } = error;
  error.name = `${name} [${code}]`;
  void error.stack;
  Object.defineProperty(error, 'name', {
    value: name,
    writable: true,
    configurable: true,
    enumerable: false,
  });
  return Object.assign(error, { code });
}

function received(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? `an instance of ${name}` : inspect(value, { depth: -1 });
  }
  const text = inspect(value, { colors: false });
  const short = text.length > 28 ? `${text.slice(0, 25)}...` : text;
  return `type ${typeof value} (${short})`;
}

export function invalidType(
  name: string,
  expected: string,
  value: unknown,
): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument';
  return coded(
    new TypeError(
      `The "${name}" ${kind} must be ${expected}. Received ${received(value)}`,
    ),
    'ERR_INVALID_ARG_TYPE',
  );
}

export function outOfRange(
  name: string,
  range: string,
  value: unknown,
): RangeError {
  return coded(
    new RangeError(
      `The value of "${name}" is out of range. It must be ${range}. Received ${inspect(value)}`,
    ),
    'ERR_OUT_OF_RANGE',
  );
}

export function invalidValue(
  name: string,
  reason: string,
  value: unknown,
): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument';
  return coded(
    new TypeError(
      `The ${kind} '${name}' ${reason}. Received ${inspect(value)}`,
    ),
    'ERR_INVALID_ARG_VALUE',
  );
}

/** An Error with a code of ours and a sentence. */
export function refusal(code: string, sentence: string): Error {
  return coded(new Error(sentence), code);
}
