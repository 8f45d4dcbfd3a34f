import {gzipSync} from 'node:zlib'
import {contentOf} from './case.js'

const BLOCK = 512

/** A gzipped tar of texts as a case keeps it: names stand in it as they are given, however wrong. */
export function archive(files: Readonly<Record<string, string>>): string {
  const parts: Buffer[] = []
  for (const [name, text] of Object.entries(files)) {
    const content = contentOf(text)
    const data = typeof content === 'string' ? Buffer.from(content) : content
    parts.push(header(name, data.length), data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK))
  }
  return `base64:${gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), {level: 9}).toString('base64')}`
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 100)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\0', 257)
  block.write('00', 263)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
