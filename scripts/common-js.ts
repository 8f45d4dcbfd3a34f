import {type OutputFile, transform} from 'esbuild'

const META_URL = "const __metaUrl=require('node:url').pathToFileURL(__filename).href;"
const EXPORTS = /export\s*\{([^{}]*)\};?\s*$/

/**
 * A chunk of a split ES bundle as CommonJS, which loads at once, in one thread, and whose bytecode every Node can keep. What is
 * imported later is required later. Names in it must be those of the sources; they are shortened here.
 */
export async function commonJs({path, text}: OutputFile): Promise<{path: string; text: string}> {
  const {code} = await transform(withPlainExports(text), {
    format: 'cjs',
    minify: true,
    platform: 'node',
    target: 'node20',
    supported: {'dynamic-import': false},
    define: {'import.meta.url': '__metaUrl'},
    legalComments: 'none',
  })
  return {path, text: code.includes('__metaUrl') ? META_URL + code : code}
}

/**
 * With esbuild every use of another chunk's name calls two getters, since a name might change. Few do: all others are plain properties,
 * set when the chunk has run. Chunks that need each other in a circle would not find them (`circleOf`).
 */
function withPlainExports(text: string): string {
  const [statement, list] = EXPORTS.exec(text) ?? []
  if (statement === undefined) return text
  const names = list!
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [local, exported = local] = part.split(/\s+as\s+/)
      return isConstant(text, local!) ? `${exported}:${local}` : `get ${exported}(){return ${local}}`
    })
  const body = text.slice(0, -statement.length)
  return `${body}\nmodule.exports=Object.defineProperty({${names.join(',')}},"__esModule",{value:true});\n`
}

/** True for a function that nothing is assigned to, and for what gets its one value where it is declared, while the chunk loads. */
function isConstant(text: string, name: string): boolean {
  const word = `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`
  const changes =
    text.match(new RegExp(`${word}\\s*(?:=(?![=>])|\\+\\+|--|(?:[-+*/%&|^?]|\\*\\*|&&|\\|\\||<<|>>>?)=)`, 'g')) ?? []
  if (new RegExp(`(?:\\+\\+|--)${word}|[[{,]\\s*${word}\\s*(?:,[^;{}()]*)?[\\]}]\\s*=(?![=>])`).test(text)) return false
  if (new RegExp(`function\\s*\\*?\\s*${word}\\s*\\(`).test(text)) return changes.length === 0
  const isDeclaredEmpty = new RegExp(`\\b(?:var|let)\\s+(?:[\\w$]+\\s*,\\s*)*${word}\\s*[,;]`).test(text)
  return changes.length === 1 && !isDeclaredEmpty && !text.includes('__esm(')
}

/** Outputs that import each other in a circle, if there are any. */
export function circleOf(
  outputs: Readonly<Record<string, {imports: readonly {path: string; kind: string}[]}>>,
): string[] | undefined {
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path]
    if (done.has(path)) return undefined
    for (const {path: next, kind} of outputs[path]?.imports ?? []) {
      const circle = kind === 'import-statement' ? visit(next, [...way, path]) : undefined
      if (circle) return circle
    }
    done.add(path)
    return undefined
  }
  for (const path of Object.keys(outputs)) {
    const circle = visit(path, [])
    if (circle) return circle
  }
  return undefined
}
