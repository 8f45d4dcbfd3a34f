/** Makes the nodes of whoever reads. Tags are short (`!!str`), '' when none is written; lines count from 1; `restart`: all is read once more. */
export interface NodeBuilder<N> {
  scalar(value: string, tag: string, style: number, line: number): N
  /** An alias: what it stands for is given as it was built. */
  alias(name: string, target: N, line: number): N
  sequence(tag: string, flow: boolean, line: number): N
  mapping(tag: string, flow: boolean, line: number): N
  /** `node` is complete but for what `add` and `pair` bring. */
  add(list: N, item: N): void
  pair(map: N, key: N, value: N): void
  end(node: N): void
  restart?(): void
  /** of YAML that are read, 1.1 and 1.2 where nothing is said */
  readonly versions?: readonly string[]
}

export interface ComposedDocument<N> {
  readonly root: N
  /** 1-based line of the root */
  readonly line: number
}
