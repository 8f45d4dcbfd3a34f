import {CelCostError, CelError} from './errors.js'
import type {Value} from './values.js'

/** Values of variables by slot, and what the run has cost. */
export interface Frame {
  readonly slots: Value[]
  cost: number
  readonly costLimit: number
}

export type Step = (frame: Frame) => Value

/** Counts cost; throws CelCostError beyond the limit. */
export function spend(frame: Frame, cost: number): void {
  frame.cost += cost
  if (frame.cost > frame.costLimit) throw new CelCostError('operation cancelled: actual cost limit exceeded')
}

/** A value or the error of evaluating it; running out of budget is thrown on. */
export function attempt(step: Step, frame: Frame): Value | CelError {
  try {
    return step(frame)
  } catch (error) {
    if (error instanceof CelError && !(error instanceof CelCostError)) return error
    throw error
  }
}
