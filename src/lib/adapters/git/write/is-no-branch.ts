/** A control character, or one that Git keeps for itself. */
const RESERVED = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/

/** Whether Git has no branch of that name (git-check-ref-format). */
export function isNoBranch(name: string): boolean {
  const parts = name.split('/')
  return RESERVED.test(name) || name.startsWith('-') || name.endsWith('.') || parts.some(isNoPart)
}

const isNoPart = (part: string) => part === '' || part.startsWith('.') || part.endsWith('.lock')
