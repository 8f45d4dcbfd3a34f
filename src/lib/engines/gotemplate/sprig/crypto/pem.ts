/** A block of PEM: its label and its bytes. */
export interface PemBlock {
  readonly label: string
  readonly bytes: Buffer
}

export function encodePem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`
}

/** The first block of a text, undefined when there is none. */
export function decodePem(text: string): PemBlock | undefined {
  const match = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t]*\r?\n([\s\S]*?)-----END \1-----/.exec(text)
  if (!match) return undefined
  // headers end with an empty line
  const body = match[2]!.replace(/^(?:[^\n:]+:[^\n]*\r?\n)+\r?\n/, '').replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(body)) return undefined
  return {label: match[1]!, bytes: Buffer.from(body, 'base64')}
}
