import {headerPath, pairPath, shownRune} from './scan/toml-path.js'
import {plain} from './scan/toml-plain.js'
import {END, TomlFault, TomlSource} from './scan/toml-source.js'
import type {TomlInline, TomlList, TomlNode, TomlPair, TomlPath, TomlTree} from './toml-tree.js'

/** values in each other, and names of tables in each other */
const MAX_DEPTH = 1000

/** What a text says, up to where it goes wrong. */
export function tomlTree(text: string): TomlTree {
  const tree: TomlTree = {statements: []}
  const source = new TomlSource(text)
  try {
    while (source.afterGap() !== END) statement(source, tree)
  } catch (error) {
    if (!(error instanceof TomlFault)) throw error
    tree.fault = error
  }
  return tree
}

function statement(source: TomlSource, tree: TomlTree): void {
  if (source.skip('[')) header(source, tree)
  else pair(source, tree.statements, 0)
  const next = source.afterBlanks()
  if (/[#\r\n\0]/.test(next)) return
  throw source.fault(`expected a top-level item to end with a newline, comment, or EOF, but got ${shownRune(next)} instead`)
}

function header(source: TomlSource, tree: TomlTree): void {
  source.look()
  const list = source.skip('[')
  const key = headerPath(source)
  const next = list ? source.look() : ']'
  if (next !== ']') {
    const message = `expected end of table array name delimiter ']', but got ${shownRune(next)} instead`
    throw source.fault(message, source.lineBehind())
  }
  if (list) source.skip(']')
  tree.statements.push({kind: list ? 'tables' : 'table', key: shallow(source, key)})
}

function pair(source: TomlSource, pairs: {push(pair: TomlPair): void}, depth: number): void {
  const pair: TomlPair = {kind: 'pair', key: shallow(source, pairPath(source))}
  pairs.push(pair)
  value(source, depth, (node) => {
    pair.value = node
  })
}

/** Gives a value to `keep` as soon as it is known what it is: before what is in it, so that the tree has what was read. */
function value(source: TomlSource, depth: number, keep: (node: TomlNode) => void): void {
  const first = source.afterBlanks()
  if (first === '[' || first === '{') {
    refuseDeep(source, depth + 1)
    source.skip(first)
    if (first === '[') list(source, depth + 1, keep)
    else inline(source, depth + 1, keep)
  } else keep({kind: 'plain', value: plain(source)})
}

function list(source: TomlSource, depth: number, keep: (node: TomlNode) => void): void {
  const node: TomlList = {kind: 'list', items: [], closed: false}
  keep(node)
  members(source, ']', "a comma (',') or array terminator (']')", '', () => value(source, depth, (item) => node.items.push(item)))
  node.closed = true
}

function inline(source: TomlSource, depth: number, keep: (node: TomlNode) => void): void {
  const node: TomlInline = {kind: 'inline', pairs: [], closed: false}
  keep(node)
  members(source, '}', "a comma or an inline table terminator '}'", ' instead', () => pair(source, node.pairs, depth))
  node.closed = true
}

/** What stands between brackets, with commas between and perhaps one at the end. */
function members(source: TomlSource, close: string, wanted: string, ending: string, member: () => void): void {
  for (;;) {
    const first = source.afterGap()
    if (source.skip(close)) return
    if (first === ',') throw source.fault('unexpected comma')
    member()
    const next = source.afterGap()
    if (source.skip(close)) return
    if (source.skip(',')) continue
    const shown = next === END ? 'end of file' : `'${next}'`
    throw source.fault(`expected ${wanted}, but got ${shown}${ending}`, source.lineBehind())
  }
}

function shallow(source: TomlSource, key: TomlPath): TomlPath {
  refuseDeep(source, key.path.length)
  return key
}

function refuseDeep(source: TomlSource, depth: number): void {
  if (depth > MAX_DEPTH) throw source.fault(`more than ${MAX_DEPTH} values in each other`)
}
