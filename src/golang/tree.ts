import type { Node as EngineNode } from 'web-tree-sitter';

/** A place in a text: row and column from 0, the column in UTF-16 units. */
export interface Point {
  readonly row: number;
  readonly column: number;
}

/**
 * A node of a Go syntax tree: one value for each node of a tree, so that `===` tells whether two are the same. Offsets are UTF-16
 * units. The engine is asked once for what a node is and what stands in it: each of its answers costs a call into
 * WebAssembly, and a survey asks millions of times.
 */
export class Node {
  readonly parent: Node | null;
  readonly id: number;
  readonly startIndex: number;
  readonly #engine: EngineNode;
  readonly #source: Source;
  #type: string | undefined;
  #endIndex: number | undefined;
  #named: readonly Node[] | undefined;
  #all: readonly Node[] | undefined;
  #fields: Map<string, readonly Node[]> | undefined;
  #firstFields: Map<string, Node | null> | undefined;

  constructor(engine: EngineNode, source: Source, parent: Node | null) {
    this.#engine = engine;
    this.#source = source;
    this.parent = parent;
    this.id = engine.id;
    this.startIndex = engine.startIndex;
  }

  get type(): string {
    this.#type ??= this.#engine.type;
    return this.#type;
  }

  get endIndex(): number {
    this.#endIndex ??= this.#engine.endIndex;
    return this.#endIndex;
  }

  get text(): string {
    return this.#source.text.slice(this.startIndex, this.endIndex);
  }

  get startPosition(): Point {
    return this.#source.pointAt(this.startIndex);
  }

  get endPosition(): Point {
    return this.#source.pointAt(this.endIndex);
  }

  get hasError(): boolean {
    return this.#engine.hasError;
  }

  /** Whether it stands for a rule of the grammar, and not for a word or a sign (`func`, `(`). */
  get isNamed(): boolean {
    return this.parent?.namedChildren.includes(this) ?? true;
  }

  get namedChildren(): readonly Node[] {
    this.#named ??= this.#engine.namedChildren.map((child) => new Node(child, this.#source, this));
    return this.#named;
  }

  /** With the words and signs between them. */
  get children(): readonly Node[] {
    this.#all ??= this.#engine.children.map(
      (child) => this.#known(child) ?? new Node(child, this.#source, this),
    );
    return this.#all;
  }

  get firstNamedChild(): Node | null {
    return this.namedChildren[0] ?? null;
  }

  get previousSibling(): Node | null {
    return this.#sibling(-1);
  }

  get nextSibling(): Node | null {
    return this.#sibling(1);
  }

  get nextNamedSibling(): Node | null {
    const siblings = this.parent?.children ?? [];
    return siblings.slice(siblings.indexOf(this) + 1).find(({ isNamed }) => isNamed) ?? null;
  }

  childForFieldName(name: string): Node | null {
    this.#firstFields ??= new Map();
    const known = this.#firstFields.get(name);
    if (known !== undefined) return known;
    const child = this.#engine.childForFieldName(name);
    const found = child && this.#own(child);
    this.#firstFields.set(name, found);
    return found;
  }

  childrenForFieldName(name: string): readonly Node[] {
    this.#fields ??= new Map();
    const known = this.#fields.get(name);
    if (known) return known;
    const found = this.#engine.childrenForFieldName(name).map((child) => this.#own(child));
    this.#fields.set(name, found);
    return found;
  }

  /** The smallest node that reaches over all of `start` to `end`. */
  descendantForIndex(start: number, end: number): Node {
    return smallestOver(this, start, end, (node) => node.children);
  }

  /** The same among named nodes. */
  namedDescendantForIndex(start: number, end: number): Node {
    return smallestOver(this, start, end, (node) => node.namedChildren);
  }

  /**
   * All nodes of some types in source order, this one included. The engine finds them: a whole tree of our own nodes would cost time and
   * memory for the many that nobody asks for.
   */
  descendantsOfType(types: string | readonly string[]): Node[] {
    const found = this.#engine.descendantsOfType(typeof types === 'string' ? types : [...types]);
    return found.map((node) => this.#descendant(node));
  }

  #descendant(engine: EngineNode): Node {
    let node: Node = this;
    const end = engine.endIndex;
    while (node.id !== engine.id) node = node.#childOver(engine.startIndex, end) ?? node.#own(engine);
    return node;
  }

  #childOver(start: number, end: number): Node | undefined {
    const last = lastStartingBy(this.namedChildren, start);
    return last && last.endIndex >= end ? last : undefined;
  }

  /** Named children come first: nearly every question is about one of them. */
  #own(child: EngineNode): Node {
    const found = this.#known(child) ?? this.children.find(({ id }) => id === child.id);
    if (!found) throw new Error('a node of the tree lies outside its parent');
    return found;
  }

  #known({ id }: EngineNode): Node | undefined {
    return this.namedChildren.find((node) => node.id === id);
  }

  #sibling(step: number): Node | null {
    const siblings = this.parent?.children ?? [];
    return siblings[siblings.indexOf(this) + step] ?? null;
  }
}

/** The text of a tree, and where its lines begin. */
export class Source {
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  pointAt(offset: number): Point {
    this.#lineStarts ??= lineStartsOf(this.text);
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { row: low, column: offset - (this.#lineStarts[low] ?? 0) };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function smallestOver(
  node: Node,
  start: number,
  end: number,
  childrenOf: (node: Node) => readonly Node[],
): Node {
  const over = lastStartingBy(childrenOf(node), start);
  const isOver = over && over.endIndex >= end && over.endIndex > start;
  return isOver ? smallestOver(over, start, end, childrenOf) : node;
}

/** The last of the nodes that starts at `offset` or before: found by halves, for a file has hundreds of children. */
function lastStartingBy(nodes: readonly Node[], offset: number): Node | undefined {
  let [low, high] = [0, nodes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.startIndex ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return nodes[low - 1];
}
