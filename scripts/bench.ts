// usage: npm run bench -- NAME [ARGS...]   runs bench/NAME.ts; without a name it lists them
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** What one figure came to; `budget` is read from bench/budgets.json by `NAME.figure`. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** `ms`, `x` (a ratio), `MiB`, `objects/s`... */
  readonly unit: string
}

interface Budget {
  readonly most?: number
  readonly least?: number
}

const folder = join(import.meta.dirname, '..', 'bench')
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -3)] : []))
if (!name || !names.includes(name)) {
  const asked = !name || ['help', '-h', '--help'].includes(name)
  if (!asked) console.error(`there is no bench '${name}'`)
  const lines = ['usage: npm run bench -- NAME [ARGS...]', 'benches:', ...names.map((one) => `  ${one}`)]
  console[asked ? 'log' : 'error'](lines.join('\n'))
  process.exitCode = asked ? 0 : 1
} else {
  const budgets = JSON.parse(readFileSync(join(folder, 'budgets.json'), 'utf8')) as Record<string, Budget>
  // the bundler turns this into a map of all files of bench/
  const {run} = (await import(`../bench/${name}.ts`)) as {run(args: string[]): Promise<Figure[]>}
  let over = 0
  for (const figure of await run(args)) {
    const budget = budgets[`${name}.${figure.name}`]
    const kept = !budget || (figure.value <= (budget.most ?? Infinity) && figure.value >= (budget.least ?? -Infinity))
    if (!kept) over++
    const aim = budget
      ? ` (aim ${budget.most !== undefined ? `<= ${budget.most}` : `>= ${budget.least}`}${kept ? '' : ', MISSED'})`
      : ''
    console.log(`${figure.name.padEnd(40)} ${String(Math.round(figure.value * 100) / 100).padStart(10)} ${figure.unit}${aim}`)
  }
  process.exitCode = over > 0 ? 1 : 0
}
