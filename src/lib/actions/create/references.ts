/** A reference in a flag: `<kind>/<name>`, `<kind>/<name>.<namespace>`; parts that are not there are `''`. */
export interface Reference {
  readonly kind: string
  readonly name: string
  readonly namespace: string
}

/** `<kind>/<name>`; with no slash or several the whole text is the name. */
export function kindName(text: string): {kind: string; name: string} {
  const parts = text.split('/')
  return parts.length === 2 ? {kind: parts[0]!, name: parts[1]!} : {kind: '', name: text}
}

/** `<kind>/<name>.<namespace>`: the namespace is what follows the last dot. */
export function kindNameNamespace(text: string): Reference {
  const {kind, name} = kindName(text)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? {kind, name, namespace: ''} : {kind, name: name.slice(0, dot), namespace: name.slice(dot + 1)}
}

/** The listed word that equals `text` without regard to case. */
export function sameWord(words: readonly string[], text: string): string | undefined {
  return words.find((word) => word.toLowerCase() === text.toLowerCase())
}
