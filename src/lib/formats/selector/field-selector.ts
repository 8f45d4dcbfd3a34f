import {FluxError} from '../../errors/flux-error.js'

/** One term of a field selector. */
export interface FieldRequirement {
  readonly field: string
  readonly equal: boolean
  readonly value: string
}

/**
 * Reads a field selector; its terms are looked at in alphabetical order (`metadata.name=a,status.phase!=Failed`), with `\,`, `\=` and `\\` escaped in values.
 * @throws FluxError `bad-selector` with apimachinery's text
 */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  const requirements: FieldRequirement[] = []
  for (const term of splitTerms(text).sort()) {
    if (term === '') continue
    const parts = splitTerm(term)
    if (!parts) throw new FluxError('bad-selector', `invalid selector: '${text}'; can't understand '${term}'`)
    requirements.push({...parts, value: unescaped(parts.value)})
  }
  return requirements
}

function splitTerms(text: string): string[] {
  const terms: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ',') {
      terms.push(text.slice(from, at))
      from = at + 1
    }
  }
  terms.push(text.slice(from))
  return terms
}

function splitTerm(term: string): FieldRequirement | undefined {
  for (let at = 0; at < term.length; at++) {
    for (const operator of ['!=', '==', '=']) {
      if (term.startsWith(operator, at)) {
        return {field: term.slice(0, at), equal: operator !== '!=', value: term.slice(at + operator.length)}
      }
    }
  }
  return undefined
}

function unescaped(value: string): string {
  if (!value.includes('\\')) {
    const bad = /[,=]/.exec(value)
    if (bad) throw new FluxError('bad-selector', `invalid field selector: unescaped character in value: ${bad[0].charCodeAt(0)}`)
    return value
  }
  return value.replace(/\\(.?)/g, (all, char: string) => {
    if (char === '\\' || char === ',' || char === '=') return char
    throw new FluxError('bad-selector', `invalid field selector: invalid escape sequence: ${all}`)
  })
}
