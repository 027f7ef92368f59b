import type { ControlPlane } from './control-plane.ts';
import type { ApiObject } from './job.ts';
import { type Answer, ask } from './request.ts';

/** What of Kubernetes' own kinds is installed, and where the API has them. Anything else of a render is not needed to run a manager. */
const PLACES: Readonly<Record<string, { readonly api: string; readonly namespaced: boolean }>> = {
  Namespace: { api: 'api/v1/namespaces', namespaced: false },
  ServiceAccount: { api: 'api/v1/serviceaccounts', namespaced: true },
  ConfigMap: { api: 'api/v1/configmaps', namespaced: true },
  Secret: { api: 'api/v1/secrets', namespaced: true },
  Role: { api: 'apis/rbac.authorization.k8s.io/v1/roles', namespaced: true },
  RoleBinding: { api: 'apis/rbac.authorization.k8s.io/v1/rolebindings', namespaced: true },
  ClusterRole: { api: 'apis/rbac.authorization.k8s.io/v1/clusterroles', namespaced: false },
  ClusterRoleBinding: { api: 'apis/rbac.authorization.k8s.io/v1/clusterrolebindings', namespaced: false },
};

const CRDS = 'apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** The API of a control plane, as its administrator. */
export class Cluster {
  readonly #plane: ControlPlane;

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  request(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer> {
    return ask(`${this.#plane.url}/${path}`, {
      ...{ method, token: this.#plane.adminToken, timeout: 30_000 },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(contentType === undefined ? {} : { contentType }),
    });
  }

  /** Applies an object, whatever was there. Undefined where it worked or is not needed, else what the server says. */
  async apply(object: ApiObject): Promise<string | undefined> {
    const path = pathOf(object);
    if (path === undefined) return undefined;
    const first = await this.#patch(path, JSON.stringify(object));
    // A binding cannot change its role: it is made anew.
    if (first.status !== 422) return complaint(object.kind, first);
    await this.request('DELETE', path);
    return complaint(object.kind, await this.#patch(path, JSON.stringify(object)));
  }

  /** Applies a CRD from its YAML text. */
  async applyCrd(text: string): Promise<string | undefined> {
    const name = /^ {2}name: *["']?([\w.-]+)/m.exec(text)?.[1] ?? '';
    return complaint(`CRD ${name}`, await this.#patch(`${CRDS}/${name}`, text));
  }

  /** Whether every CRD is served. */
  async crdsAreServed(): Promise<boolean> {
    const { items = [] } = JSON.parse((await this.request('GET', CRDS)).body || '{}') as CrdList;
    return items.every(({ status }) =>
      (status?.conditions ?? []).some(
        ({ type, status: value }) => type === 'Established' && value === 'True',
      ),
    );
  }

  /** A new ServiceAccount and a token for it. */
  async account(namespace: string, name: string): Promise<string> {
    await this.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await this.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    const path = `api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const { body } = await this.request('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: 7200 },
    });
    const token: unknown = JSON.parse(body || '{}').status?.token;
    if (typeof token !== 'string')
      throw new Error(`no token for ServiceAccount ${namespace}/${name}: ${body.slice(0, 300)}`);
    return token;
  }

  #patch(path: string, body: string): Promise<Answer> {
    const query = '?fieldManager=diag-codemod&force=true';
    return this.request('PATCH', path + query, body, 'application/apply-patch+yaml');
  }
}

interface CrdList {
  readonly items?: readonly {
    readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function pathOf({ kind = '', metadata }: ApiObject): string | undefined {
  const place = PLACES[kind];
  if (!place || !metadata?.name) return undefined;
  if (!place.namespaced) return `${place.api}/${metadata.name}`;
  return place.api.replace(
    /\/([a-z]+)$/,
    `/namespaces/${metadata.namespace ?? 'default'}/$1/${metadata.name}`,
  );
}

function complaint(what: string | undefined, { status, body }: Answer): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  return `${what}: ${status} ${messageOf(body)}`;
}

function messageOf(body: string): string {
  try {
    return String(JSON.parse(body).message).slice(0, 300);
  } catch {
    return body.slice(0, 300);
  }
}
