import { ActionIcon, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';

interface PagerProps {
  /** Of what is shown, from 0. */
  index: number;
  count: number;
  /** Such as "Item 2 of 5". */
  place: string;
  previous: string;
  next: string;
  onShow: (index: number) => void;
}

/** One of several at a time: which one, with ways to its neighbours. */
export function Pager({ index, count, place, previous, next, onShow }: PagerProps) {
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={previous}
        disabled={index === 0}
        onClick={() => onShow(index - 1)}
      >
        <IconChevronLeft size={14} aria-hidden />
      </ActionIcon>
      <Text size="xs" aria-live="polite" style={{ whiteSpace: 'nowrap' }}>
        {place}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={next}
        disabled={index >= count - 1}
        onClick={() => onShow(index + 1)}
      >
        <IconChevronRight size={14} aria-hidden />
      </ActionIcon>
    </>
  );
}
