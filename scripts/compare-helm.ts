/**
 * Charts from the disk through our engine and through the real helm: node scripts/run.mjs compare-helm CHART...
 * Each as it is, with every values file of its `ci/`, and for other clusters. Prints the first lines that differ.
 */
import {existsSync, readdirSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {ours, theirs} from './helm-cases/both-helms.js'

let runs = 0
let failing = 0
let different = 0
for (const chart of process.argv.slice(2).map((path) => resolve(path))) {
  const values = existsSync(join(chart, 'ci'))
    ? readdirSync(join(chart, 'ci')).map((name) => ['-f', join(chart, 'ci', name)])
    : []
  const sets = [
    [],
    ['--include-crds', '-n', 'other', '--kube-version', 'v1.27.3', '--api-versions', 'monitoring.coreos.com/v1'],
    ['--is-upgrade', '--no-hooks', '--set', 'a=1,b.c={x,y}'],
  ]
  const all = [
    ...sets,
    ...values.flatMap((value) => [value, [...value, ...sets[1]!], [...value, '--is-upgrade', '--skip-tests']]),
  ]
  for (const args of all) {
    runs++
    const [their, our] = [await theirs(process.cwd(), chart, args), await ours(process.cwd(), chart, args)]
    const [want, got] = their.text === our.text ? [their.warnings, our.warnings] : [their.text, our.text]
    if (their.text.startsWith('Error: ')) {
      failing++
      if (process.env.SHOW_ERRORS) console.log('E', chart.split('/').pop(), args.at(-1), their.text.slice(0, 400))
    }
    if (want === got) continue
    different++
    const [a, b] = [want.split('\n'), got.split('\n')]
    const at = a.findIndex((line, index) => line !== b[index])
    const from = Math.max(0, (at < 0 ? a.length : at) - 2)
    console.log(
      `--- ${chart} ${args.join(' ')}\nline ${from + 1}\nwant ${a
        .slice(from, from + 8)
        .join('\n     ')
        .slice(0, 1500)}\ngot  ${b
        .slice(from, from + 8)
        .join('\n     ')
        .slice(0, 1500)}`,
    )
  }
}
console.log(`${runs} runs, ${failing} of them errors, ${different} different`)
