import {
  ActionIcon,
  Anchor,
  AppShell,
  Badge,
  Button,
  Group,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import {
  IconArrowsRightLeft,
  IconHome,
  IconListCheck,
  IconMoon,
  IconPlugConnected,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { messages } from '../messages.ts';
import { useFocusOnNavigation } from './use-focus-on-navigation.ts';
import classes from './shell.module.css';

const places = [
  { to: '/', label: messages.navigation.overview, icon: IconHome },
  { to: '/flows', label: messages.navigation.flows, icon: IconArrowsRightLeft },
  { to: '/executions', label: messages.navigation.executions, icon: IconListCheck },
  { to: '/connections', label: messages.navigation.connections, icon: IconPlugConnected },
] as const;

interface ShellProps {
  environment: string | undefined;
  onCommandPalette: () => void;
}

/** The frame around every page: where one can go, what environment this is. */
export function Shell({ environment, onCommandPalette }: ShellProps) {
  const path = useRouterState({ select: state => state.location.pathname });
  useFocusOnNavigation(path, 'content');
  return (
    <AppShell header={{ height: 42 }} navbar={{ width: { base: 48, lg: 168 }, breakpoint: 0 }} padding={0}>
      <AppShell.Header className={classes['header']}>
        <Anchor href="#content" className={classes['skip']}>
          {messages.skipToContent}
        </Anchor>
        <Group gap="xs" wrap="nowrap">
          <Text component={Link} to="/" fw={700} className={classes['product']}>
            {messages.product}
          </Text>
          {environment && (
            <Badge
              variant="light"
              color={environment === 'production' ? 'red' : 'blue'}
              aria-label={messages.environment(environment)}
            >
              {environment}
            </Badge>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap">
          <Button
            variant="default"
            leftSection={<IconSearch size={14} />}
            rightSection={<kbd className={classes['key']}>{messages.commandPalette.shortcut}</kbd>}
            onClick={onCommandPalette}
          >
            {messages.commandPalette.open}
          </Button>
          <ColorSchemeSwitch />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes['navbar']} aria-label={messages.navigation.label}>
        {places.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            title={label}
            classNames={{
              root: classes['place'] ?? '',
              label: classes['placeName'] ?? '',
              section: classes['placeIcon'] ?? '',
            }}
            leftSection={<Icon size={16} stroke={1.6} />}
            active={to === '/' ? path === '/' : path.startsWith(to)}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content" className={classes['main']} tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function ColorSchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = isDark ? messages.colorScheme.toLight : messages.colorScheme.toDark;
  return (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={15} /> : <IconMoon size={15} />}
    </ActionIcon>
  );
}
