export { loadGoGrammar, parseGo } from './golang/syntax.ts';
