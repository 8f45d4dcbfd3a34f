import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {CliCase} from './cases.js'
import type {ReplayServer} from './servers/api-server.js'
import type {SideServers} from './servers/side-servers.js'

/** What the placeholders of one case stand for while it runs. */
export interface Places {
  readonly home: string
  readonly dir: string
  /** Puts the real values into recorded text. */
  filled(text: string): string
  /** Puts placeholders into what came out. */
  named(text: string): string
}

/** Prepares the folders and kubeconfigs of a case below `folder`. */
export function placesOf(folder: string, server: ReplayServer, sides: SideServers): Places {
  const home = join(folder, 'home')
  const dir = join(folder, 'dir')
  const configs = join(folder, 'config')
  for (const path of [home, configs]) mkdirSync(path, {recursive: true})
  const values: [place: string, value: string][] = Object.entries(sides.values)
  for (const [place, text] of Object.entries(server.kubeconfigs)) {
    const path = join(configs, place.slice(1, -1))
    writeFileSync(path, text)
    values.push([place, path])
  }
  // many of them, and a case needs one
  const faults = Object.entries(server.kubeconfigFaults).map(([place, text]) => ({
    place,
    text,
    path: join(configs, place.slice(1, -1)),
  }))
  for (const {place, path} of faults) values.push([place, path])
  const writeFaults = (words: string) => {
    for (const {place, text, path} of faults) if (words.includes(place)) writeFileSync(path, text())
  }
  values.push(['<kubeconfig-missing>', join(configs, 'kubeconfig-missing')], ['<configs>', configs])
  values.push(['<server>', server.url], ['<server-host>', new URL(server.url).host], ['<home>', home], ['<dir>', dir])
  // the longest first: one value may be the beginning of another
  const byLength = values.toSorted(([, a], [, b]) => b.length - a.length)
  return {
    home,
    dir,
    filled: (text) => {
      writeFaults(text)
      return values.reduce((now, [place, value]) => now.replaceAll(place, value), text)
    },
    named: (text) => byLength.reduce((now, [place, value]) => now.replaceAll(value, place), text),
  }
}

/** The environment of a case: nothing of the caller's but PATH. */
export function environmentOf(entry: Pick<CliCase, 'env'>, places: Places): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = {
    ...{HOME: places.home, PATH: process.env['PATH'], KUBECONFIG: places.filled('<kubeconfig>'), TZ: 'UTC'},
  }
  for (const [name, value] of Object.entries(entry.env ?? {})) env[name] = value === null ? undefined : places.filled(value)
  return env
}
