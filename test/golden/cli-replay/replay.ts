import {join} from 'node:path'
import type {JsonObject, JsonValue} from '../../../src/lib/formats/json/value.js'
import type {CliCase} from './cases.js'
import {sameText, textDiff, unpadded, valueDiff} from './compare.js'
import {fileDifferences, makeFolder, readFolder} from './folder.js'
import {environmentOf, type Places, placesOf} from './places.js'
import type {Line, LineResult, RunLine} from './run-line.js'
import {startSideServers} from './servers/side-servers.js'
import {objectDifferences} from './snapshot.js'
import {playControllers} from './world.js'
import type {World} from './worlds.js'

export interface ReplayOptions {
  /** folder of the corpus: setup/, dirs/ */
  readonly corpus: string
  /** a scratch folder */
  readonly folder: string
  readonly run: RunLine
}

/** What differs between the recording and a run of its command line; empty when they are equal. */
export async function replay(entry: CliCase, world: World, options: ReplayOptions): Promise<string[]> {
  const {server} = world
  const sides = await startSideServers(entry, options.corpus)
  const places = placesOf(options.folder, server, sides)
  makeFolder(places.dir, entry.dir === undefined ? undefined : join(options.corpus, 'dirs', entry.dir))
  const asked = server.setLogs(entry.logs)
  const line = (argv: readonly string[]): Line => ({
    argv: argv.map(places.filled),
    env: environmentOf(entry, places),
    cwd: places.dir,
    stdin: places.filled(entry.stdin ?? ''),
    closed: false,
  })
  const run = (one: Line) => options.run(one, server)
  for (const text of entry.before ?? []) await run({...line(text.split(' ')), stdin: ''})
  const files = readFolder(places.dir)
  const stop = await playControllers(server.kube, entry)
  try {
    const result = await run({...line(entry.argv), closed: entry.closed_stdout === true})
    await stop()
    const help = async (words: string) => (await run(line([...words.split(' ').filter(Boolean), '--help']))).stdout
    return [
      ...(await outputDifferences(entry, result, places, help)),
      ...fileDifferences(files, readFolder(places.dir), entry.files, places.named),
      ...requestDifferences(entry, sides.requests ?? (entry.logs ? asked : []), places),
      ...((await world.untouched())
        ? unchanged(entry)
        : await objectDifferences(server.kube, world.before, filled(entry.objects, places))),
    ]
  } finally {
    await stop()
    await sides.close()
  }
}

/** Recorded objects with the values of this run in the place of their placeholders. */
function filled(objects: CliCase['objects'], places: Places): CliCase['objects'] {
  return objects && (JSON.parse(places.filled(JSON.stringify(objects))) as CliCase['objects'])
}

async function outputDifferences(
  entry: CliCase,
  result: LineResult,
  places: Places,
  help: (words: string) => Promise<string>,
): Promise<string[]> {
  const differences: string[] = []
  if (result.exit !== entry.exit) differences.push(`  exit: recorded ${entry.exit}, now ${result.exit}`)
  const form = entry.unpadded ? unpadded : (text: string) => text
  for (const stream of ['stdout', 'stderr'] as const) {
    const expected = form(drawn(await withHelp(entry[stream], help)))
    const actual = form(places.named(result[stream]))
    if (!sameText(expected, actual)) differences.push(`  ${stream}:\n${textDiff(expected, actual)}`)
  }
  return differences
}

/** All that a line editor draws is one placeholder. */
const drawn = (text: string) => text.replace(/<prompt>[\s\S]*\u001b\[[0-9;]*[A-Za-z][^\n]*\n?/, '<prompt>')

/** `<help of "flux get">` is whatever the help command prints. */
async function withHelp(text: string, help: (words: string) => Promise<string>): Promise<string> {
  const found = /<help of "flux ?([^"]*)">\n?/.exec(text)
  if (!found) return text
  const shown = await help(found[1]!)
  return text.replace(found[0], () => shown)
}

function requestDifferences(entry: CliCase, seen: readonly JsonObject[], places: Places): string[] {
  const actual = JSON.parse(places.named(JSON.stringify(seen))) as JsonValue
  // several logs that are followed are asked for at once
  const order = (list: JsonValue) =>
    Array.isArray(list) && entry.logs ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list
  return valueDiff(order((entry.requests ?? []) as JsonValue), order(actual), 'requests')
}

/** Nothing was written: that is a difference when the recording changed something. */
function unchanged({objects = {}}: CliCase): string[] {
  const keys = [...(objects.created ?? []), ...(objects.changed ?? [])].map(({kind, metadata}) => {
    const {namespace, name} = metadata as JsonObject
    return [kind, namespace, name].filter(Boolean).join('/')
  })
  return [...keys, ...(objects.deleted ?? [])].map((key) => `  ${key}: recorded as written, nothing was written`)
}
