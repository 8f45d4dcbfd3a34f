import type {SubstituteNode} from './nodes.js'
import {applyOperator, isDefault} from './operators.js'
import {parseSubstitution} from './parse.js'
import type {SecretTrace} from './secret-trace.js'
import type {SubstituteVariables} from './substitute-text.js'

/** Plane of Unicode whose characters stand for secret ones; nobody has assigned them. */
const PLANE = 0xf0000
const MARKED = /[\u{f0000}-\u{fffff}]/gu
/** Characters that YAML reads as content wherever they stand. The name of an anchor or tag, and what follows a backslash, is left alone. */
const CONTENT = /([&*!][\w!-]*|\\[0-9a-zA-Z]{1,9})|[\p{L}\p{N}_+=;()^$]/gu

/** A text whose content can be found again once YAML has been read from it. */
export function marked(text: string): string {
  return text.replace(CONTENT, (char, kept: string | undefined) => {
    const point = char.codePointAt(0)!
    return kept !== undefined || point > 0xffff ? char : String.fromCodePoint(PLANE + point)
  })
}

/** A text as it was before it was marked. */
export function unmarked(text: string): string {
  return text.replace(MARKED, (char) => String.fromCodePoint(char.codePointAt(0)! - PLANE))
}

/** True when some of a text is marked. */
export function hasMarks(text: string): boolean {
  return text.search(MARKED) >= 0
}

/** From the first to the last marked character. */
export function markedPart(text: string): string {
  return /[\u{f0000}-\u{fffff}](?:.*[\u{f0000}-\u{fffff}])?/su.exec(text)?.[0] ?? ''
}

/**
 * A text with its expressions replaced and the content of those marked in which a secret took part; their results go to the
 * trace, `results` gets those of this text. Throws FluxError `bad-substitution` for a text that cannot be parsed.
 */
export function markedText(text: string, variables: SubstituteVariables, trace: SecretTrace, results: Set<string>): string {
  const note = (result: string) => {
    if (result !== '') for (const set of [trace.texts, results]) set.add(result)
  }
  let whole = ''
  /** results side by side are one */
  let run = ''
  for (const node of parseSubstitution(text)) {
    const {text: piece, secret} = evaluate(node, variables, trace.variables, note)
    run = secret ? run + piece : piece === '' ? run : ''
    if (secret) note(run)
    whole += secret ? marked(piece) : piece
  }
  return whole
}

function evaluate(
  node: SubstituteNode,
  variables: SubstituteVariables,
  secrets: ReadonlySet<string>,
  note: (result: string) => void,
): {text: string; secret: boolean} {
  if (typeof node === 'string') return {text: node, secret: false}
  const args = node.args.map((arg) => evaluate(arg, variables, secrets, note))
  const value = variables.get(node.param) ?? ''
  const argTexts = args.map((arg) => arg.text)
  const text = applyOperator(node.operator, value, argTexts)
  const ofVariable = secrets.has(node.param)
  const ofArgs = args.some((arg) => arg.secret)
  // a default counts only where it is taken, a pattern where it matches, and a length tells next to nothing
  const isLength = node.operator === '#' && args.length === 0
  const secret = isLength
    ? false
    : isDefault(node.operator)
      ? value === ''
        ? ofArgs
        : ofVariable
      : ofVariable || (ofArgs && text !== value)
  if (secret) note(text)
  return {text, secret}
}
