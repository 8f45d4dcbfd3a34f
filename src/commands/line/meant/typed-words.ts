/** Flags that say where objects are, with a value and without. */
const NAMESPACE = /^(?:-n|--namespace)$/
const JOINED = /^(?:-n=?|--namespace=)(.+)$/
const EVERYWHERE = /^(?:-A|--all-namespaces)$/

/** Words of a line that was typed, without its flags: those before the first of them, and what is no value of a namespace. */
export function plainWords(typed: readonly string[]): string[] {
  return typed.filter((word, index) => !word.startsWith('-') && !NAMESPACE.test(typed[index - 1] ?? ''))
}

/** The flags of a typed line that say where objects are, as a proposed line repeats them: on another namespace's object it would do harm. */
export function placeOf(typed: readonly string[]): string[] {
  for (const [index, word] of typed.entries()) {
    if (word === '--') break
    const namespace = NAMESPACE.test(word) ? typed[index + 1] : JOINED.exec(word)?.[1]
    if (namespace) return ['-n', namespace]
    if (EVERYWHERE.test(word)) return ['-A']
  }
  return []
}
