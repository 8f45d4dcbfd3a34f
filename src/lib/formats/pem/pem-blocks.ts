/** One block, with the lines around it. */
export interface PemBlock {
  readonly type: string
  readonly text: string
}

/** The blocks of a text in their order; what lies between them is left out. */
export function pemBlocks(text: string): PemBlock[] {
  const blocks = text.matchAll(/^-----BEGIN ([^\r\n]*?)-----[ \t\r]*\n[\s\S]*?^-----END \1-----[ \t\r]*$/gm)
  return [...blocks].map((match) => ({type: match[1]!, text: match[0]}))
}
