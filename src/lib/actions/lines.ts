import {yamlText} from '../formats/yaml/reader.js'

/** What a line may have in bytes; the readers of the reference end at a longer one. */
const LONGEST_LINE = 64 * 1024

/**
 * The lines of a byte stream without their ends, one carriage return before them (and at the end of the stream) included; a line of
 * 64 KiB or more ends it in silence. All of it as flux's reader does. Bytes that are no UTF-8 stay, in the form of `yamlText`.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    let start = 0
    for (let end = rest.indexOf(10, start); end >= 0; end = rest.indexOf(10, start)) {
      if (end - start >= LONGEST_LINE) return
      yield textOf(rest, start, end)
      start = end + 1
    }
    rest = rest.subarray(start)
    if (rest.length >= LONGEST_LINE) return
  }
  if (rest.length > 0) yield textOf(rest, 0, rest.length)
}

const CARRIAGE_RETURN = 13

function textOf(bytes: Buffer, start: number, end: number): string {
  return yamlText(bytes.subarray(start, end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end))
}
