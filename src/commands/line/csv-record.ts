/**
 * The fields of the first record of a text, as Go's encoding/csv reads it: pflag splits the values of lists like this, so
 * that a quoted field may hold commas.
 * @throws Error in Go's words
 */
export function csvRecord(text: string): string[] {
  if (text === '') return []
  const reader = new RecordReader(text)
  return reader.fields()
}

class RecordReader {
  /** lines that are left, each with its line end */
  readonly #lines: string[]
  #row = 0
  #line = ''
  #column = 1
  #start = 1

  constructor(text: string) {
    this.#lines = text.replaceAll('\r\n', '\n').match(/[^\n]*\n|[^\n]+$/g) ?? []
  }

  fields(): string[] {
    do {
      if (!this.#next()) throw new Error('EOF')
    } while (this.#line === '\n')
    this.#start = this.#row
    const fields: string[] = []
    for (;;) {
      const {field, last} = this.#line.startsWith('"') ? this.#quoted() : this.#plain()
      fields.push(field)
      if (last) return fields
    }
  }

  #next(): boolean {
    const line = this.#lines.shift()
    if (line === undefined) return false
    this.#line = line
    this.#column = 1
    this.#row++
    return true
  }

  #skip(length: number): void {
    this.#column += Buffer.byteLength(this.#line.slice(0, length))
    this.#line = this.#line.slice(length)
  }

  #plain(): {field: string; last: boolean} {
    const comma = this.#line.indexOf(',')
    const field = comma < 0 ? this.#line.replace(/\n$/, '') : this.#line.slice(0, comma)
    const quote = field.indexOf('"')
    if (quote >= 0) throw this.#fault(Buffer.byteLength(field.slice(0, quote)), 'bare " in non-quoted-field')
    this.#skip(field.length + 1)
    return {field, last: comma < 0}
  }

  #quoted(): {field: string; last: boolean} {
    this.#skip(1)
    let field = ''
    for (;;) {
      const quote = this.#line.indexOf('"')
      if (quote < 0) {
        field += this.#line
        this.#skip(this.#line.length)
        if (!this.#next()) throw this.#fault(0, 'extraneous or missing " in quoted-field')
        continue
      }
      field += this.#line.slice(0, quote)
      this.#skip(quote + 1)
      if (this.#line.startsWith('"')) {
        field += '"'
        this.#skip(1)
      } else if (this.#line.startsWith(',')) {
        this.#skip(1)
        return {field, last: false}
      } else if (this.#line === '' || this.#line === '\n') return {field, last: true}
      else throw this.#fault(-1, 'extraneous or missing " in quoted-field')
    }
  }

  #fault(offset: number, words: string): Error {
    const from = this.#start === this.#row || this.#start === 0 ? '' : `record on line ${this.#start}; `
    return new Error(`${from}parse error on line ${this.#row}, column ${this.#column + offset}: ${words}`)
  }
}
