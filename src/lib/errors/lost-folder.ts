/**
 * Stands for a working folder that was removed: on Linux a path to what is left of it, where nothing is and nothing can be made;
 * elsewhere it is not there at all.
 */
export const LOST_FOLDER = '/proc/self/cwd'
