/** What may stand behind a value and is none of it: a comment, of YAML or of a template. */
const BEHIND = String.raw`(?:\s*\{\{-?\s*/\*.*?\*/\s*-?\}\})*\s*(?:#.*)?`
const QUOTED = new RegExp(String.raw`^(["'])([^"'\\]*)\1(?:\s|$)${BEHIND}$`)
const PLAIN = new RegExp(String.raw`^([^\s"']+)(?:\s+${BEHIND})?$`)

/** What stands behind a key, and where: up to the first blank when a comment or nothing follows, else all of it. */
export function valueIn(line: string, key: string): {text: string; at: number} {
  const from = line.indexOf(key) + key.length
  const all = line.slice(from).trimEnd()
  const at = from + all.length - all.trimStart().length
  const value = all.trimStart()
  const quoted = QUOTED.exec(value)?.[2]
  if (quoted !== undefined) return {text: quoted, at: at + 1}
  return {text: PLAIN.exec(value)?.[1] ?? value, at}
}
