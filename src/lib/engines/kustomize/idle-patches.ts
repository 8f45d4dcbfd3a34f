import type {Warning} from './build/build-state.js'

/** A patch whose target is none of the objects that were built. */
export interface IdlePatch {
  /** path in the tree */
  readonly file: string
  readonly line?: number | undefined
  /** e.g. `kind=Deployment name=source-controler` */
  readonly target: string
}

/** The patches without effect among a build's warnings; the patches themselves are not shown, since they may hold anything. */
export function idlePatches(warnings: readonly Warning[]): IdlePatch[] {
  return warnings.flatMap(({message, file, line}) => {
    const target = /^patch target (.*?) matches no resource/s.exec(message)?.[1]
    return target === undefined || file === undefined ? [] : [{file, line, target}]
  })
}
