/** Regular expressions of source files, and whether the time of a search grows faster than the text. */
import { readFileSync } from 'node:fs';
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { getConsumedChars, isPotentiallyEmpty, type ReadonlyFlags, toUnicodeSet } from 'regexp-ast-analysis';
import { analyse } from 'scslre';
import ts from 'typescript';

export interface Pattern {
  file: string;
  line: number;
  source: string;
  flags: string;
}

/** The patterns of a file, and the expressions that make one of a text that is not known before the program runs. */
export function patternsOf(file: string, text = readFileSync(file, 'utf8')) {
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const patterns: Pattern[] = [];
  const unknown: { file: string; line: number; written: string }[] = [];
  const constants = constantsOf(parsed);
  const lineOf = (node: ts.Node) => parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const isUnderstood = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    const refuse = () => unknown.push({ file, line: lineOf(node), written: node.getText() });
    if (ts.isRegularExpressionLiteral(node))
      patterns.push({ file, line: lineOf(node), ...partsOf(node.text) });
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      const [first, second] = node.arguments ?? [];
      if (isNamed(node.expression, 'RegExp')) {
        isUnderstood.add(node.expression);
        const source = textOf(first, constants);
        const flags = second === undefined ? '' : textOf(second, constants);
        if (source === null || flags === null) refuse();
        else patterns.push({ file, line: lineOf(node), source, flags });
      }
      // These make a pattern of a text.
      const method = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      const isPattern =
        first === undefined || ts.isRegularExpressionLiteral(first) || isPatternNamed(first, constants);
      if (['match', 'matchAll', 'search'].includes(method) && !isPattern) refuse();
    }
    // Under another name the constructor would not be seen.
    if (isNamed(node, 'RegExp') && !isUnderstood.has(node) && !isTypeOrTest(node)) refuse();
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return { patterns, unknown };
}

const isNamed = (node: ts.Node, name: string) => ts.isIdentifier(node) && node.text === name;

const isTypeOrTest = ({ parent }: ts.Node) =>
  ts.isTypeReferenceNode(parent) ||
  (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword);

function partsOf(literal: string) {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

type Constants = ReadonlyMap<string, ts.Expression>;

/** Values of the constants at the top of a file. */
function constantsOf(file: ts.SourceFile): Constants {
  const found = file.statements
    .filter(ts.isVariableStatement)
    .filter(({ declarationList }) => (declarationList.flags & ts.NodeFlags.Const) !== 0)
    .flatMap(({ declarationList }) => [...declarationList.declarations]);
  return new Map(
    found.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined ? [[name.text, initializer] as const] : [],
    ),
  );
}

function isPatternNamed(node: ts.Expression, constants: Constants): boolean {
  const value = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
  return (
    value !== undefined &&
    (ts.isRegularExpressionLiteral(value) ||
      (ts.isNewExpression(value) && isNamed(value.expression, 'RegExp')))
  );
}

/** The text of an expression of constants; null if it has another part. */
function textOf(node: ts.Expression | undefined, constants: Constants): string | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return textOf(constants.get(node.text), constants);
  if (ts.isAsExpression(node)) return textOf(node.expression, constants);
  if (ts.isTaggedTemplateExpression(node)) return templateText(node.template, true, constants);
  if (ts.isTemplateExpression(node)) return templateText(node, false, constants);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { expression, name } = node.expression;
    const list = ts.isIdentifier(expression) ? constants.get(expression.text) : expression;
    const separator = textOf(node.arguments[0], constants);
    if (name.text !== 'join' || separator === null || list === undefined) return null;
    const items = ts.isArrayLiteralExpression(list) ? itemsOf(list, constants) : [null];
    return items.includes(null) ? null : items.join(separator);
  }
  return null;
}

function itemsOf(list: ts.ArrayLiteralExpression, constants: Constants): (string | null)[] {
  return list.elements.flatMap((item) =>
    ts.isSpreadElement(item) && ts.isArrayLiteralExpression(item.expression)
      ? itemsOf(item.expression, constants)
      : [textOf(item, constants)],
  );
}

/** @param isRaw whether the tag is `String.raw`: no other one stands before a text here */
function templateText(template: ts.TemplateLiteral, isRaw: boolean, constants: Constants): string | null {
  const written = (part: ts.TemplateLiteralLikeNode) => (isRaw ? part.rawText! : part.text);
  if (ts.isNoSubstitutionTemplateLiteral(template)) return written(template);
  const parts = template.templateSpans.map(({ expression, literal }) => {
    const value = textOf(expression, constants);
    return value === null ? null : value + written(literal);
  });
  return parts.includes(null) ? null : written(template.head) + parts.join('');
}

/** Why the time of a search with a pattern may grow with the square of the text or faster; none if it cannot.
 *
 *  scslre finds quantifiers that can take the same characters, and beginnings that are tried at each character. It
 *  repeats one character only. `restarts` adds beginnings of several characters, such as `host=` in `host=[^&]*,`. */
export function slownessOf({ source, flags }: Pick<Pattern, 'source' | 'flags'>): string[] {
  const { reports } = analyse({ source, flags });
  const parser = new RegExpParser();
  const parsedFlags = parser.parseFlags(flags);
  const [unicode, unicodeSets] = [flags.includes('u'), flags.includes('v')];
  const pattern = parser.parsePattern(source, undefined, undefined, { unicode, unicodeSets });
  const shared = reports.map((report) =>
    report.type === 'Trade'
      ? `${report.startQuant.raw} and ${report.endQuant.raw} take the same characters`
      : report.type === 'Self'
        ? `${report.quant.raw} takes the same characters again${report.exponential ? ', exponentially' : ''}`
        : `${report.quant.raw} is searched from each character`,
  );
  const restarting = flags.includes('y') ? [] : restarts(pattern, parsedFlags);
  return [
    ...new Set([
      ...shared,
      ...restarting.map((quantifier) => `${quantifier.raw} is searched from each character`),
    ]),
  ];
}

/** Unbounded quantifiers that can take all that stands before them, so that each repetition of it
 *  begins a search to the end. */
function restarts(pattern: AST.Pattern, flags: ReadonlyFlags): AST.Quantifier[] {
  return quantifiersOf(pattern).filter((quantifier) => {
    if (quantifier.max !== Number.POSITIVE_INFINITY) return false;
    const { before, after } = surroundings(quantifier);
    const taken = getConsumedChars(quantifier.element, flags).chars;
    const canBeTaken = (node: AST.Element): boolean => {
      switch (node.type) {
        case 'Assertion':
          return canStandWithin(node);
        case 'Backreference':
          return true;
        case 'Quantifier':
          return node.min === 0 || canBeTaken(node.element);
        case 'Group':
        case 'CapturingGroup':
          return node.alternatives.some(({ elements }) => elements.every(canBeTaken));
        default:
          return !toUnicodeSet(node as AST.Character, flags).chars.isDisjointWith(taken);
      }
    };
    // Whether an assertion may hold between two of the characters that are taken.
    const canStandWithin = (node: AST.Assertion): boolean => {
      if (node.kind === 'start') return flags.multiline === true;
      if (node.kind !== 'lookbehind') return true;
      if (!node.negate) return node.alternatives.some(({ elements }) => elements.every(canBeTaken));
      return !node.alternatives.some(({ elements: [only, ...others] }) => {
        const isOne =
          others.length === 0 && (only?.type === 'CharacterClass' || only?.type === 'CharacterSet');
        return isOne && taken.isSubsetOf(toUnicodeSet(only, flags).chars);
      });
    };
    const canFail = after.some((node) => node.type === 'Assertion' || !isPotentiallyEmpty(node, flags));
    return canFail && before.every(canBeTaken);
  });
}

function quantifiersOf(node: AST.Pattern | AST.Alternative | AST.Element): AST.Quantifier[] {
  if (node.type === 'Quantifier') return [node, ...quantifiersOf(node.element)];
  if ('alternatives' in node) return node.alternatives.flatMap(quantifiersOf);
  return node.type === 'Alternative' ? node.elements.flatMap(quantifiersOf) : [];
}

/** The elements before and after a node, up to the whole pattern or the lookaround around it. */
function surroundings(node: AST.Node) {
  const [before, after]: [AST.Element[], AST.Element[]] = [[], []];
  for (let inner = node; inner.parent !== null; inner = inner.parent) {
    const outer: AST.Node = inner.parent;
    if (outer.type !== 'Alternative') continue;
    const at = outer.elements.indexOf(inner as AST.Element);
    before.unshift(...outer.elements.slice(0, at));
    after.push(...outer.elements.slice(at + 1));
  }
  return { before, after };
}
