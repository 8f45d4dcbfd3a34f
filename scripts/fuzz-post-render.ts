/**
 * Post-renders charts of random documents, lists and hooks with helm and kustomize and with ours, and shows the first that differ.
 * usage: node scripts/run.mjs fuzz-post-render [COUNT] [SEED] [SHOWN]   needs Go
 */
import {messageOf} from '../src/lib/errors/flux-error.js'
import {postRenderedText} from '../test/unit/render/helm/post-render/post-rendered-text.js'
import type {PostRenderCase} from './post-render/case.js'
import {askHelm, type OracleAnswer} from './post-render/oracle.js'
import {randomChart} from './post-render/random-charts.js'

const [count = '200', seed = '1', shown = '20'] = process.argv.slice(2)
const cases = Array.from({length: Number(count)}, (_, index) => randomChart(Number(seed) + index))
const tally = {rendered: 0, refused: 0, different: 0, 'refused in other words': 0, 'helm panics': 0}

function judge(one: PostRenderCase, answer: OracleAnswer, ours: string): void {
  const isFault = 'fault' in answer
  const theirs = isFault ? `Error: ${answer.fault}` : answer.stdout
  if (theirs.startsWith('Error: panic: ') && ours.startsWith('Error: ')) {
    tally['helm panics']++
    return
  }
  tally[isFault ? 'refused' : 'rendered']++
  if (theirs === ours) return
  tally[isFault && ours.startsWith('Error: ') ? 'refused in other words' : 'different']++
  if (tally.different + tally['refused in other words'] > Number(shown)) return
  console.log(`${JSON.stringify(one)}\n--- helm\n${theirs}\n--- ours\n${ours}\n`)
}

const answers = askHelm(cases)
for (const [index, one] of cases.entries()) {
  judge(one, answers[index]!, await postRenderedText(one).catch((error) => `Error: ${messageOf(error)}`))
}
console.log(tally)
