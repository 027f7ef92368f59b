/** The port of `host:port`; undefined where it is no number. */
export function portOf(address: string): number | undefined {
  const digits = /:(\d{1,5})$/.exec(address)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether only the pod itself reaches an address. */
export function isLoopback(address: string): boolean {
  return /^(localhost|127\.|\[::1\])/.test(address);
}

/** `${X:=y}` stands for y until somebody sets X. */
export function withDefaults(text: string): string {
  return text.replace(/\$\{\w+:?[=-]([^{}]*)\}/g, '$1');
}
