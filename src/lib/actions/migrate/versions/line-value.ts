/** What may stand behind a value and is none of it: a comment, of YAML or of a template. */
const BEHIND = String.raw`(?:\s*\{\{-?\s*/\*.*?\*/\s*-?\}\})*\s*(?:#.*)?`
const QUOTED = new RegExp(String.raw`^(["'])([^"'\\]*)\1(?:\s|$)${BEHIND}$`)
const PLAIN = new RegExp(String.raw`^([^\s"']+)(?:\s+${BEHIND})?$`)

/** The key that a line begins with, in quotes or not. */
const OWN = {apiVersion: ownKey('apiVersion'), kind: ownKey('kind')}

function ownKey(key: string): RegExp {
  return new RegExp(String.raw`^\s*(?:- +)*(["']?)${key}\1: `)
}

/** Where the value of a key begins in a line: of the line's own one, else of the first that stands in it; a comment behind a value has none. */
function startIn(line: string, key: keyof typeof OWN): number | undefined {
  const own = OWN[key].exec(line)
  if (own) return own[0].length
  const at = line.indexOf(`${key}: `)
  const isComment = /^\s*#/.test(line)
  return at < 0 || (!isComment && /\s#/.test(line.slice(0, at))) ? undefined : at + key.length + 2
}

/** What stands behind a key, and where: up to the first blank when a comment or nothing follows, else all of it; undefined without the key. */
export function valueIn(line: string, key: keyof typeof OWN): {text: string; at: number} | undefined {
  const from = startIn(line, key)
  if (from === undefined) return undefined
  const all = line.slice(from).trimEnd()
  const at = from + all.length - all.trimStart().length
  const value = all.trimStart()
  const quoted = QUOTED.exec(value)?.[2]
  if (quoted !== undefined) return {text: quoted, at: at + 1}
  return {text: PLAIN.exec(value)?.[1] ?? value, at}
}
