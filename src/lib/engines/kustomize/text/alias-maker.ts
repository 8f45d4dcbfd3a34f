import {NodeMaker} from '../node/build-nodes.js'
import {ALIAS, NO_CONTENT, Node, PLAIN} from '../node/node.js'

/** Builds nodes with aliases and merge keys as they are written, as kyaml's filters see them: only kustomize itself replaces them. */
export class AliasMaker extends NodeMaker {
  override alias(name: string, target: Node, line: number): Node {
    target.anchor = name
    const node = new Node(ALIAS, '', name, PLAIN, NO_CONTENT)
    node.line = line
    return node
  }

  protected override merge(): void {}
}
