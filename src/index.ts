export { LamboxError, type ErrorCode, type ErrorFault } from './errors.ts';
