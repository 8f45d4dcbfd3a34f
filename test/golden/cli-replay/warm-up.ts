import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** Rooms whose files commands import while they run. */
const ROOMS = ['commands', 'lib']

/**
 * Loads what commands load on demand, packages as well: a virtual clock does not know that a file is being read and would let
 * time pass meanwhile, and a real deadline of a second may be shorter than that takes.
 */
export async function warmUp(root: string): Promise<void> {
  const packages = new Set<string>()
  for (const room of ROOMS) {
    const folder = join(root, 'src', room)
    const files = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((file) => /(?<!\.d)\.ts$/.test(file))
    for (const file of files) {
      for (const [, name = ''] of readFileSync(join(folder, file), 'utf8').matchAll(/\bimport\('([^.'][^']*)'\)/g))
        packages.add(name)
    }
    await Promise.all(files.map((file) => import(join(folder, file))))
  }
  // optional ones may be missing
  await Promise.all([...packages].map((name) => import(name).catch(() => undefined)))
}
