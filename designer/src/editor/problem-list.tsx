import { Badge, Collapse, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { nodeTitle } from './draft-flow.ts';
import { messages } from './messages.ts';
import { placeOfProblem } from './place-of-problem.ts';
import classes from './problem-list.module.css';
import { useEditor } from './store/editor-context.ts';

const shownAtOnce = 200;

/** Everything that is wrong with the draft; each entry leads to its node and field. */
export function ProblemList() {
  const problems = useEditor(state => state.problems);
  const flow = useEditor(state => state.flow);
  const goTo = useEditor(state => state.goTo);
  const [isOpen, setIsOpen] = useState(false);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const names = new Map(flow?.nodes.map(node => [node.id, nodeTitle(node)]));
  return (
    <section className={classes['panel']} aria-label={messages.problems.label}>
      <UnstyledButton
        className={classes['summary']}
        aria-expanded={isOpen}
        disabled={problems.length === 0}
        onClick={() => setIsOpen(!isOpen)}
      >
        {problems.length === 0 ? (
          <IconCircleCheck size={14} aria-hidden />
        ) : isOpen ? (
          <IconChevronDown size={14} aria-hidden />
        ) : (
          <IconChevronUp size={14} aria-hidden />
        )}
        <span aria-live="polite">
          {problems.length === 0 ? messages.problems.none : messages.problems.summary(errors, problems.length - errors)}
        </span>
      </UnstyledButton>
      <Collapse expanded={isOpen && problems.length > 0} transitionDuration={0}>
        <ul className={classes['list']}>
          {problems.slice(0, shownAtOnce).map(problem => (
            <li key={`${problem.path} ${problem.code} ${problem.message}`}>
              <UnstyledButton className={classes['problem']} onClick={() => goTo(placeOfProblem(flow, problem))}>
                <Badge variant="light" color={problem.severity === 'error' ? 'red' : 'yellow'} size="sm">
                  {messages.problems[problem.severity]}
                </Badge>
                <Text size="sm" fw={600} className={classes['node']} truncate>
                  {names.get(problem.nodeId ?? '') ?? messages.problems.flow}
                </Text>
                <Text size="sm">{problem.message}</Text>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </Collapse>
    </section>
  );
}
