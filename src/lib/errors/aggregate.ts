/** Several messages as apimachinery joins errors: each one once, in brackets when there are more. */
export function aggregateText(messages: readonly string[]): string {
  const all = [...new Set(messages)]
  return all.length === 1 ? all[0]! : `[${all.join(', ')}]`
}
