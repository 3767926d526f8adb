// What the functions of an entry point take, read from its declarations: so
// that a fuzzer can make arguments that get past the first check.

import path from 'node:path';
import ts from 'typescript';

const deepest = 8;

/**
 * Of each exported function, and of each static and each method of exported
 * classes, by name ('kill', 'Child#wait'): its signatures, each a list of
 * parameters and their shapes.
 *
 * A shape is one of { text }, the source of a literal; { is }, a name; { list },
 * { record }, { tuple }, { fields }, { any }, of shapes.
 *
 * @param {string[]} files declarations, by the name of their module
 */
export function shapes(files) {
  const program = ts.createProgram(Object.values(files), {
    module: ts.ModuleKind.Node16,
    strict: true,
    types: ['node'],
  });
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      const source = program.getSourceFile(path.resolve(file));
      const symbol = checker.getSymbolAtLocation(source);
      const found = checker
        .getExportsOfModule(symbol)
        .flatMap((one) => functionsOf(checker, one));
      return [name, Object.fromEntries(found)];
    }),
  );
}

function functionsOf(checker, exported) {
  const symbol =
    exported.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(exported)
      : exported;
  if (!(symbol.flags & ts.SymbolFlags.Value)) return [];
  const { name } = exported;
  const type = checker.getTypeOfSymbol(symbol);
  const all = [[name, type]];
  const [made] = type.getConstructSignatures();
  if (made) {
    const members = (of, joint) =>
      of
        .getProperties()
        .filter(isOurs)
        .map((it) => [name + joint + it.name, checker.getTypeOfSymbol(it)]);
    all.push(...members(type, '.'), ...members(made.getReturnType(), '#'));
  }
  return all
    .map(([key, of]) => [
      key,
      [...of.getCallSignatures(), ...of.getConstructSignatures()].map((one) =>
        parametersOf(checker, one),
      ),
    ])
    .filter(([, signatures]) => signatures.length > 0);
}

const parametersOf = (checker, signature) =>
  signature.getParameters().map((parameter) => ({
    name: parameter.name,
    rest: Boolean(parameter.valueDeclaration?.dotDotDotToken),
    shape: shapeOf(checker, checker.getTypeOfSymbol(parameter), 0),
  }));

/** Not what is inherited from the language or from Node. */
const isOurs = (symbol) =>
  symbol.declarations?.some(
    (one) => !/node_modules/.test(one.getSourceFile().fileName),
  );

function shapeOf(checker, type, depth) {
  if (type.isUnion())
    return {
      any: type.types.map((one) => shapeOf(checker, one, depth + 1)),
    };
  if (type.isStringLiteral() || type.isNumberLiteral())
    return { text: JSON.stringify(type.value) };
  const text = checker.typeToString(type);
  if (['true', 'false', 'undefined', 'null'].includes(text)) return { text };
  if (['number', 'string', 'bigint', 'boolean'].includes(text))
    return { is: text };
  if (type.getCallSignatures().length > 0) return { is: 'function' };
  const structured = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
  if (!(type.flags & structured) || depth > deepest) return { is: 'unknown' };
  const inner = (one) => shapeOf(checker, one, depth + 1);
  if (checker.isTupleType(type))
    return { tuple: checker.getTypeArguments(type).map(inner) };
  if (checker.isArrayType(type))
    return { list: inner(checker.getTypeArguments(type)[0]) };
  const indexed = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (indexed) return { record: inner(indexed) };
  if (type.symbol && !isOurs(type.symbol)) return { is: type.symbol.name };
  return {
    fields: Object.fromEntries(
      type
        .getProperties()
        .filter((it) => !/^(#|__@)/.test(it.name)) // private, or a symbol
        .map((it) => [it.name, inner(checker.getTypeOfSymbol(it))]),
    ),
  };
}
