import {yamlText} from '../../../formats/yaml/reader.js'

/**
 * The text of a file of YAML or JSON. Of a file in UTF-16 (with its byte order mark, as PowerShell writes) that is the first document: kustomize reads
 * no further, as it looks for lines of `---` in the bytes; `onMore` hears of the rest.
 */
export function fileText(bytes: Uint8Array, onMore: () => void = () => {}): string {
  const whole = utf16Text(bytes)
  if (whole === undefined) return yamlText(bytes)
  const end = endOfFirst(whole)
  if (end < whole.length && /^(?![\s#]|\.\.\.|---\s*$)./m.test(whole.slice(end))) onMore()
  return whole.slice(0, end)
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** Undefined for files without the mark, and for faulty ones: as bytes they are refused. */
function utf16Text(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const isLittle = first === 0xff && second === 0xfe
  if (!isLittle && !(first === 0xfe && second === 0xff)) return undefined
  const units = Buffer.from(bytes.subarray(2))
  if (units.length % 2 !== 0) return undefined
  if (!isLittle) units.swap16()
  const text = units.toString('utf16le')
  return LONE.test(text) ? undefined : text
}

/** A mark of documents ends the first one, unless only comments, directives and blank lines stand before it. */
function endOfFirst(text: string): number {
  for (const {0: mark, index} of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    if (mark === '...' || /^[^\s#%]|^[^\S\r\n]+[^\s#]/m.test(text.slice(0, index))) return index
  }
  return text.length
}
