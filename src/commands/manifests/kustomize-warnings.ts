import type {Host} from '../host.js'

/** What kustomize passes in silence; behind it may stand the patch itself, which may hold anything. */
const OURS = /^(patch target .*? matches|replacement target .*? selects) no resource/s

/** Tells kustomize's warnings in its words; those that only we have for people, since scripts read stderr. */
export function tellWarnings(out: Host['out'], verbose: boolean): (warning: string) => void {
  const toPeople = out.interactive || verbose
  return (warning) => {
    const own = OURS.exec(warning)?.[0]
    if (own === undefined) out.note(`${warning}\n`)
    else if (toPeople) out.warning(own)
  }
}
