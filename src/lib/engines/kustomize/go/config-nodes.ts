import {KustomizeError} from '../error.js'
import {NodeMaker} from '../node/build-nodes.js'
import {MAP, type Node, PLAIN, SCALAR, TAG} from '../node/node.js'

/** Builds the nodes of a configuration, which yaml.v2 reads: there `! 1` is text, and of keys that a merge brings the last one counts. */
export class ConfigNodeMaker extends NodeMaker {
  override scalar(value: string, tag: string, style: number, line: number): Node {
    const merges = value === '<<' && (tag === TAG.merge || (style === PLAIN && (tag === '' || tag === '!')))
    if (merges) return super.scalar(value, TAG.merge, style, line)
    return super.scalar(value, tag === '!' || tag === TAG.merge ? TAG.string : tag, style, line)
  }

  protected override merge(map: Node): void {
    if (!map.content.some((key, i) => i % 2 === 0 && key.tag === TAG.merge)) return
    const result = new Map<string, [Node, Node]>()
    const take = ({content}: Node) => {
      for (let i = 0; i < content.length; i += 2) {
        const [key, value] = [content[i]!, content[i + 1]!]
        if (key.tag === TAG.merge) for (const source of this.#sources(value)) take(source)
        // a list or map as a key is refused later
        else result.set(key.kind === SCALAR ? `=${key.value}` : `#${result.size}`, [key, value])
      }
    }
    take(map)
    map.content = [...result.values()].flat()
  }

  /** The maps that a `<<` names, in the order in which they are read. */
  #sources(value: Node): readonly Node[] {
    const sources = value.kind === MAP || value.kind === SCALAR || this.isAlias(value) ? [value] : value.content.toReversed()
    if (sources.some(({kind}) => kind !== MAP)) {
      throw new KustomizeError('yaml: map merge requires map or sequence of maps as the value')
    }
    return sources
  }
}
