/** How an object is doing (kstatus' words). */
export type StatusWord = 'Current' | 'InProgress' | 'Failed' | 'Terminating' | 'NotFound' | 'Unknown'

export interface ObjectStatus {
  readonly status: StatusWord
  /** why, for people */
  readonly message: string
}

export const current = (message: string): ObjectStatus => ({status: 'Current', message})
export const inProgress = (message: string): ObjectStatus => ({status: 'InProgress', message})
export const failed = (message: string): ObjectStatus => ({status: 'Failed', message})
