import {createHash} from 'node:crypto'
import {byName, type DirectoryNode, type TreeNode} from '../../formats/archive/memory-tree.js'

/** The id that git gives to a folder with these files: the same content, the same id. */
export function treeHash(folder: DirectoryNode): string {
  const entries = [...folder.children]
    .map(([name, node]) => ({name, key: {name: node.type === 'directory' ? `${name}/` : name}, node}))
    .filter(({node}) => node.type !== 'directory' || node.children.size > 0)
    .sort((left, right) => byName(left.key, right.key))
  const parts = entries.flatMap(({name, node}) => [Buffer.from(`${modeOf(node)} ${name}\0`), Buffer.from(hashOf(node), 'hex')])
  return objectHash('tree', Buffer.concat(parts))
}

function hashOf(node: TreeNode): string {
  if (node.type === 'directory') return treeHash(node)
  return objectHash('blob', node.type === 'symlink' ? Buffer.from(node.target) : node.read())
}

function modeOf(node: TreeNode): string {
  if (node.type === 'directory') return '40000'
  if (node.type === 'symlink') return '120000'
  return (node.mode & 0o100) !== 0 ? '100755' : '100644'
}

/** The id of an object with these bytes. */
export function objectHash(type: string, bytes: Uint8Array): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')
}
