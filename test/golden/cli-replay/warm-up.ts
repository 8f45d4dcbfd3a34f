import {readdirSync} from 'node:fs'
import {join} from 'node:path'

/** Rooms whose files commands import while they run. */
const ROOMS = ['commands', 'lib/actions', 'lib/errors', 'lib/formats', 'lib/kinds', 'lib/output', 'lib/render', 'lib/wiring']

/**
 * Loads what commands load on demand: a virtual clock does not know that a file is being read and would let time pass
 * meanwhile.
 */
export async function warmUp(root: string): Promise<void> {
  for (const room of ROOMS) {
    const folder = join(root, 'src', room)
    const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) => /(?<!\.d)\.ts$/.test(file))
    await Promise.all(files.map((file) => import(join(folder, file))))
  }
}
