import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {buildChart} from '../../../../src/lib/actions/build/build-chart.js'
import {createDiskFs} from '../../../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../../../src/lib/adapters/system/random.js'
import {createTasks} from '../../../../src/lib/adapters/system/tasks.js'
import {messageOf} from '../../../../src/lib/errors/flux-error.js'
import {printable} from '../../../../src/lib/formats/yaml/reader.js'
import {chartOptions} from './chart-options.js'
import {logged} from './logged.js'

interface Recorded {
  readonly name: string
  readonly files: Record<string, string>
  readonly args: string[]
  readonly stdout: string
  readonly stderr: string
  readonly exit: number
}

const folder = join(import.meta.dirname, '../../../fixtures/helm')
const fs = createDiskFs(createTasks(), systemRandom)

async function build({files, args}: Recorded): Promise<{yaml?: string; error?: string; warnings: string}> {
  const list: string[] = []
  const warnings = () => list.sort().join('\n')
  const cwd = mkdtempSync(join(tmpdir(), 'helm-case-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), {recursive: true})
      writeFileSync(join(cwd, path), text.startsWith('base64:') ? Buffer.from(text.slice(7), 'base64') : text)
    }
    const {yaml} = await buildChart({fs, cwd, random: systemRandom, now: () => 0, warnings: list}, 'chart', chartOptions(args))
    return {yaml, warnings: warnings()}
  } catch (error) {
    return {error: messageOf(error).replaceAll(cwd, '<dir>'), warnings: warnings()}
  } finally {
    rmSync(cwd, {recursive: true, force: true})
  }
}

/** Errors whose words are ours, with the reason; a case that is equal after all fails the test. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'schemas: no JSON': 'a broken schema is told in the words of our validator',
  'schemas: schema of a wrong type': 'a broken schema is told in the words of our validator',
  'schemas: draft that nobody knows': 'nothing is loaded from the network',
  'schemas: draft below that nobody knows': 'nothing is loaded from the network',
  'schemas: draft of a definition that nobody knows': 'nothing is loaded from the network',
  'schemas: reference to the network': 'nothing is loaded from the network',
}

/** Recorded from helm 4.3.1 by scripts/record-helm.ts. */
describe('helm template', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    const cases = readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded)
    it.each(cases.map((test) => [`${file.replace('.jsonl', '')}: ${test.name}`, test] as const))('%s', async (name, test) => {
      const {yaml, error, warnings} = await build(test)
      expect(warnings).toBe(logged(test.stderr))
      // bytes that are no UTF-8 are recorded as readers of UTF-8 have them
      if (test.exit === 0) expect(printable(yaml ?? `Error: ${error}`)).toBe(test.stdout)
      else if (OTHER_WORDS[name] === undefined) expect(`Error: ${error ?? yaml}`).toBe(errorOf(test.stderr))
      else {
        expect(error).toBeDefined()
        expect(`Error: ${error}`).not.toBe(errorOf(test.stderr))
      }
    })
  }
})

/** Helm's last words, without what is logged before and the advice after. */
function errorOf(stderr: string): string {
  const start = stderr.indexOf('Error: ')
  return stderr
    .slice(start)
    .replace(/\n\nUse --debug flag[\s\S]*$/, '')
    .trimEnd()
}
