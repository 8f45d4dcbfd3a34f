import type {FileTree} from '../../ports/files.js'
import type {ArchiveFilter} from './write.js'

/** Most symlinks that one target may go through. */
const MAX_LINKS = 40

/** A symlink that the archive of a tree does not have. */
export interface LeftOutLink {
  readonly path: string
  readonly target: string
  /** `outside`: out of the tree (every absolute target counts as such); `nowhere`: nothing is there, or it goes in a ring */
  readonly leads: 'inside' | 'outside' | 'nowhere'
}

/** The symlinks of a tree that only their kind keeps out of its archive (`writeTar`), in lexical order. */
export async function leftOutLinks(tree: FileTree, ignore: ArchiveFilter): Promise<LeftOutLink[]> {
  const links: LeftOutLink[] = []
  const visit = async (folder: string): Promise<void> => {
    for (const {name, type} of await tree.list(folder)) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (type === 'directory') await visit(path)
      if (type !== 'symlink' || ignore(path, false)) continue
      const target = (await tree.stat(path))?.target ?? ''
      links.push({path, target, leads: await leadsTo(tree, path)})
    }
  }
  await visit('')
  return links
}

async function leadsTo(tree: FileTree, link: string): Promise<LeftOutLink['leads']> {
  let at: string[] = []
  let rest = link.split('/')
  for (let links = 0; rest.length > 0; ) {
    const [name = '', ...further] = rest
    rest = further
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (at.pop() === undefined) return 'outside'
      continue
    }
    const stat = await tree.stat([...at, name].join('/'))
    if (!stat) return 'nowhere'
    if (stat.type !== 'symlink') {
      at = [...at, name]
      continue
    }
    const target = stat.target ?? ''
    if (target.startsWith('/')) return 'outside'
    if (++links > MAX_LINKS) return 'nowhere'
    rest = [...target.split('/'), ...rest]
  }
  return 'inside'
}
