import {mkdirSync, statSync} from 'node:fs'
import {FluxError} from '../../errors/flux-error.js'
import {goErrno} from '../../errors/go-file.js'
import {makeFolder} from '../../formats/folders/make-folder.js'

/**
 * Makes a folder that only its owner may read, with those above it.
 * @throws FluxError `no-folder`
 */
export function makePrivateFolder(folder: string): void {
  try {
    makeFolder(folder, {
      mkdir: (path) => mkdirSync(path, {mode: 0o700}),
      isFolder: (path) => statSync(path, {throwIfNoEntry: false})?.isDirectory() === true,
    })
  } catch (error) {
    throw new FluxError('no-folder', `${folder}: ${goErrno(error)}`, {cause: error})
  }
}
