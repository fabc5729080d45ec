import type { DeclaredConnection } from '@lineshaft/api';
import {
  checkFlow,
  type FlowDefinition,
  formatFlow,
  hasErrors,
  type NodeImplementations,
  type NodeTypes,
  parseNodeConfig,
} from '@lineshaft/flow';
import { checkExpression, checkTemplate } from '@lineshaft/jsonata';
import { checkPreparation } from '../../engine/prepare-flow.ts';
import { checkBindings } from './bindings.ts';
import { declaredConnections } from './connections-file.ts';
import type { ProjectProblem } from './project-problem.ts';
import { definitionOf, type Project, type ProjectFile } from './read-project.ts';

/** Everything that is wrong with a project: each flow by itself, and all of them together. */
export async function checkProject(
  project: Project,
  nodeTypes: NodeTypes,
  implementations: NodeImplementations,
): Promise<ProjectProblem[]> {
  const declared = declaredConnections(project.connections);
  const flows = project.flows.flatMap(file => {
    const definition = definitionOf(file);
    return definition ? [{ file, definition }] : [];
  });
  const byFile = [
    ...(
      await Promise.all(project.flows.map(file => checkFile(file, declared.connections, nodeTypes, implementations)))
    ).flat(),
    ...flows.flatMap(({ file, definition }) => checkForm(file, definition)),
    ...checkIds(flows),
    ...checkEndpoints(flows, nodeTypes),
    ...declared.problems,
    ...project.bindings.flatMap(file => checkBindings(file, declared.connections)),
  ];
  return byFile.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

interface ProjectFlow {
  file: ProjectFile;
  definition: FlowDefinition;
}

async function checkFile(
  projectFile: ProjectFile,
  declared: ReadonlyMap<string, DeclaredConnection>,
  nodeTypes: NodeTypes,
  implementations: NodeImplementations,
): Promise<ProjectProblem[]> {
  const { path: file, value, fault } = projectFile;
  if (fault !== undefined) return [{ file, path: '', severity: 'error', message: fault }];
  const problems = checkFlow(value, {
    nodeTypes,
    // Whether there are settings is a matter of the environment.
    connections: new Map([...declared].map(([id, { type }]) => [id, { type, hasSettings: true }])),
    checkExpression: text => checkExpression(text)?.message,
    checkTemplate: text => checkTemplate(text)?.message,
  });
  const definition = hasErrors(problems) ? undefined : definitionOf(projectFile);
  if (definition) problems.push(...(await checkPreparation(definition, implementations)));
  return problems.map(({ path, severity, message }) => ({ file, path, severity, message }));
}

function checkForm({ path: file, text }: ProjectFile, definition: FlowDefinition): ProjectProblem[] {
  if (text === formatFlow(definition)) return [];
  const message = 'The file is not in the canonical form, so it will not compare well. Write it with --fix.';
  return [{ file, path: '', severity: 'warning', message }];
}

function checkIds(flows: readonly ProjectFlow[]): ProjectProblem[] {
  const first = new Map<string, string>();
  return flows.flatMap(({ file, definition: { id } }): ProjectProblem[] => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, file.path);
      return [];
    }
    const message = `The id "${id}" is that of ${earlier} too. Give one of them another.`;
    return [{ file: file.path, path: '/id', severity: 'error', message }];
  });
}

function checkEndpoints(flows: readonly ProjectFlow[], nodeTypes: NodeTypes): ProjectProblem[] {
  const first = new Map<string, string>();
  const problems: ProjectProblem[] = [];
  for (const { file, definition } of flows) {
    for (const [index, node] of definition.nodes.entries()) {
      const manifest = nodeTypes.get(node.type);
      if (!manifest?.endpoints || !manifest.config.safeParse(node.config).success) continue;
      for (const { method, path } of manifest.endpoints(parseNodeConfig(node, manifest) as never)) {
        const endpoint = `${method} /in/${path}`;
        const earlier = first.get(endpoint);
        if (earlier === undefined) first.set(endpoint, file.path);
        else {
          const message = `${endpoint} is opened in ${earlier} already. Give this source another path.`;
          problems.push({ file: file.path, path: `/nodes/${index}/config`, severity: 'error', message });
        }
      }
    }
  }
  return problems;
}
