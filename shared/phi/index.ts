export { createIncremental, type IncrementalScan } from './incremental.ts';
export { highConfidence, type JudgeContext, judge, mediumConfidence } from './judge.ts';
export { mask } from './mask.ts';
export { phiReasons, type ReasonCode, type ReasonWords, reasonWords } from './reasons.ts';
export { type ScanField, type ScannedMessage, type ScanOptions, scanMessage, scanText } from './scan.ts';
