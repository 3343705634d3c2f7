/** A change of a payload, as the API takes it. */
export interface PayloadRule {
  op: RuleOp;
  path: string;
  value?: unknown;
  to?: string;
}

export const ruleOps = ['set', 'rename', 'remove', 'cast'] as const;
export type RuleOp = (typeof ruleOps)[number];

export const castTypes = ['string', 'number', 'boolean'] as const;

/** A rule as it is typed. */
export interface RuleDraft {
  op: RuleOp;
  path: string;
  /** Of `set`: JSON. */
  value: string;
  /** Of `rename`: the new name. */
  name: string;
  /** Of `cast`. */
  type: (typeof castTypes)[number];
}

export const emptyRule: RuleDraft = { op: 'set', path: '', value: '', name: '', type: 'string' };

export type RuleFault = 'path' | 'value' | 'name';

/** The rule, or which of its fields is not yet right. */
export const readRule = ({ op, path, value, name, type }: RuleDraft): PayloadRule | RuleFault => {
  if (!path.startsWith('/')) {
    return 'path';
  }
  switch (op) {
    case 'set':
      try {
        const read: unknown = JSON.parse(value);
        return read === null ? 'value' : { op, path, value: read };
      } catch {
        return 'value';
      }
    case 'rename': return name === '' ? 'name' : { op, path, to: name };
    case 'remove': return { op, path };
    case 'cast': return { op, path, to: type };
  }
};
