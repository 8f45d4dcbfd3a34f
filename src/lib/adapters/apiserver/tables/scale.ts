import type {Column} from './columns.js'
import {age, count, type Printer, part} from './format.js'

/** What the table of an autoscaling/v1 Scale has between name and age. */
export const SCALE_COUNTS: readonly Column[] = [
  ['Desired', 'replicas is the desired number of instances for the scaled object.'],
  ['Available', 'replicas is the actual number of observed instances of the scaled object.'],
].map(([name = '', description = '']) => ({name, type: 'integer', format: '', description, priority: 0}))

export const scaleCells: Printer = (object, now) => [
  object.metadata.name ?? '',
  count(part(object, 'spec').replicas),
  count(part(object, 'status').replicas),
  age(object, now),
]
