/** A path that cannot leave its root, as `./a/b`: `..` stops at the root, a leading slash counts for nothing. */
export function safePath(text: string): string {
  const parts: string[] = []
  for (const part of text.trim().split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `./${parts.join('/')}`
}
