import {FluxError} from '../../errors/flux-error.js'
import type {FileTree} from '../../ports/files.js'
import {resolvePath} from '../tree-path.js'
import type {RenderWords} from '../words.js'

/**
 * Refuses to make a kustomization file where a folder has its name. Flux writes that file to the disk and then takes away what is there:
 * its message says how that went (CNCF's flux removes an empty folder, and the command line tries twice). Nothing is removed here.
 */
export async function refuseOccupied(tree: FileTree, path: string, shown: string, words: RenderWords): Promise<void> {
  if ((await resolvePath(tree, path))?.stat.type !== 'directory') return
  const isFull = (await tree.stat(path))?.type === 'directory' && (await tree.list(path)).length > 0
  const full = `remove ${shown}: directory not empty`
  const message = `open ${shown}: is a directory ${isFull ? full : '<nil>'}`
  throw new FluxError('build-failed', words.file(message, isFull ? full : `remove ${shown}: no such file or directory`), {
    hints: [`Give the folder ${shown} another name: Flux makes a file there.`],
  })
}
