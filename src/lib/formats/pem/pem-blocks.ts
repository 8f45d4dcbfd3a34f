/** A block of PEM as Go's reader finds it. */
export interface PemBlock {
  readonly type: string
  readonly hasHeaders: boolean
  readonly bytes: Buffer
  /** the block alone as everybody reads it: without headers, in lines of 64 */
  readonly text: string
}

const BEGIN = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*(?=\n|$)/g
const HEADER = /^\n?([^\n]*:[^\n]*)(?=\n)/

/** The blocks of a text, in order; what is no whole block of sound base64 is passed over. */
export function pemBlocks(text: string): PemBlock[] {
  const found: PemBlock[] = []
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    const block = blockAt(text, BEGIN.lastIndex, begin[1]!)
    if (!block) continue
    found.push(block.block)
    BEGIN.lastIndex = block.end
  }
  return found
}

function blockAt(text: string, from: number, type: string): {readonly block: PemBlock; readonly end: number} | undefined {
  let at = from
  for (let header = HEADER.exec(text.slice(at)); header; header = HEADER.exec(text.slice(at))) at += header[0].length
  const mark = '\n-----END '
  const end = text.indexOf(mark, at)
  if (end < 0) return undefined
  const [trailer = ''] = text.slice(end + mark.length).split('\n', 1)
  if (trailer.replace(/[ \t\r]+$/, '') !== `${type}-----`) return undefined
  const body = text.slice(at, end).replace(/[ \t\r\n]/g, '')
  if (!isBase64(body)) return undefined
  const block = {type, hasHeaders: at > from, bytes: Buffer.from(body, 'base64'), text: written(type, body)}
  return {block, end: end + mark.length + trailer.length}
}

/** With its padding. */
function isBase64(text: string): boolean {
  return /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(text) && !text.includes('_')
}

function written(type: string, body: string): string {
  return [`-----BEGIN ${type}-----`, ...(body.match(/.{1,64}/g) ?? []), `-----END ${type}-----`, ''].join('\n')
}
