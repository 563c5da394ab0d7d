-- osquery's tables, with those of their columns that the packs read (specs/ of osquery 5), and a machine in them.
CREATE TABLE tagout_updates (path TEXT, id TEXT, severity TEXT, published TEXT, title TEXT, observed_at TEXT);
CREATE TABLE deb_packages (name TEXT, version TEXT, status TEXT, section TEXT, priority TEXT);
CREATE TABLE rpm_packages (name TEXT, version TEXT, release TEXT);
CREATE TABLE processes (pid BIGINT, name TEXT, path TEXT);
CREATE TABLE file (path TEXT, directory TEXT, filename TEXT, mtime BIGINT, mode TEXT, type TEXT);
CREATE TABLE hash (path TEXT, sha256 TEXT);
CREATE TABLE disk_encryption (name TEXT, uuid TEXT, encrypted INTEGER, type TEXT, encryption_status TEXT);
CREATE TABLE os_version (name TEXT, version TEXT, platform TEXT);
CREATE TABLE systemd_units (id TEXT, load_state TEXT, active_state TEXT, unit_file_state TEXT);
CREATE TABLE interface_details (interface TEXT, mac TEXT, type INTEGER, pci_slot TEXT);
CREATE TABLE mounts (device TEXT, device_alias TEXT, path TEXT, type TEXT);
CREATE TABLE users (uid BIGINT, gid BIGINT, username TEXT, shell TEXT);
CREATE TABLE groups (gid BIGINT, groupname TEXT);
CREATE TABLE user_groups (uid BIGINT, gid BIGINT);
CREATE TABLE sudoers (source TEXT, header TEXT, rule_details TEXT);
CREATE TABLE system_info (hostname TEXT, uuid TEXT);

INSERT INTO tagout_updates VALUES
  ('/var/lib/tagout/updates.db', '', '', '', '', '2026-03-02T08:00:00Z'),
  ('/var/lib/tagout/updates.db', 'DSA-5779-1', 'important', '', 'openssl', '2026-03-02T08:00:00Z');
INSERT INTO deb_packages VALUES
  ('bash', '5.2', 'install ok installed', 'shells', 'required'),
  ('libc6', '2.36', 'install ok installed', 'libs', 'optional'),
  ('firmware-doc', '1', 'install ok installed', 'non-free/doc', 'optional'),
  ('clamav-daemon', '1.0', 'install ok installed', 'utils', 'optional'),
  ('htop', '3.2', 'install ok installed', 'utils', 'optional'),
  ('nginx', '1.22', 'deinstall ok config-files', 'httpd', 'optional');
INSERT INTO processes VALUES (1, 'systemd', '/usr/lib/systemd/systemd'), (77, 'clamd', '/usr/sbin/clamd');
INSERT INTO file VALUES
  ('/var/lib/clamav/daily.cvd', '/var/lib/clamav', 'daily.cvd', 1772409600, '0644', 'regular'),
  ('/usr/share/xsessions/.keep', '/usr/share/xsessions', '.keep', 0, '0644', 'regular'),
  ('/etc/libvirt/hooks/qemu.d/50-tagout', '/etc/libvirt/hooks/qemu.d', '50-tagout', 0, '0755', 'regular'),
  ('/sys/class/tpm/tpm0', '/sys/class/tpm', 'tpm0', 0, '0755', 'directory');
INSERT INTO hash VALUES
  ('/etc/libvirt/hooks/qemu.d/50-tagout', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
INSERT INTO disk_encryption VALUES
  ('/dev/sda', '', 0, '', 'not encrypted'),
  ('/dev/sda1', '', 0, '', 'not encrypted'),
  ('/dev/dm-0', '', 1, 'LUKS2-aes-xts-plain64', 'encrypted');
INSERT INTO os_version VALUES ('Debian GNU/Linux', '12 (bookworm)', 'debian');
INSERT INTO systemd_units VALUES
  ('virtqemud.service', 'loaded', 'inactive', 'enabled'),
  ('virtqemud.socket', 'loaded', 'active', 'enabled'),
  ('postgresql@15-main.service', 'loaded', 'active', 'enabled-runtime'),
  ('nginx.service', 'loaded', 'inactive', 'disabled');
INSERT INTO interface_details VALUES
  ('eno1', '52:54:00:00:00:01', 1, '0000:03:00.0'),
  ('enp2s0', '52:54:00:00:00:02', 1, 'virtio1'),
  ('virbr0', '52:54:00:00:00:03', 1, 'N/A'),
  ('vnet3', '52:54:00:00:00:04', 1, 'tap'),
  ('lo', '00:00:00:00:00:00', 4, '-1');
INSERT INTO mounts VALUES
  ('/dev/sda1', '/dev/sda1', '/', 'ext4'),
  ('/dev/mapper/vms', '/dev/dm-0', '/var/lib/libvirt', 'xfs'),
  ('/dev/loop0', '/dev/loop0', '/snap/core', 'squashfs'),
  ('proc', 'proc', '/proc', 'proc');
INSERT INTO users VALUES
  (0, 0, 'root', '/bin/bash'), (1000, 1000, 'alice', '/bin/bash'), (1001, 1001, 'bob', '/bin/bash'),
  (1002, 1002, 'carol', '/bin/bash'), (64055, 106, 'libvirt-qemu', '/usr/sbin/nologin');
INSERT INTO groups VALUES (27, 'sudo'), (106, 'kvm'), (140, 'libvirt'), (200, 'ops'), (1000, 'alice');
INSERT INTO user_groups VALUES (0, 0), (1000, 140), (1001, 200), (1002, 1002), (64055, 106);
INSERT INTO sudoers VALUES
  ('/etc/sudoers', 'Defaults', 'env_reset'), ('/etc/sudoers', 'User_Alias', 'ADMINS = x'),
  ('/etc/sudoers', '%ops', 'ALL=(ALL) ALL'), ('/etc/sudoers', 'deploy', 'ALL=(ALL) NOPASSWD: ALL'),
  ('/etc/sudoers', '@includedir', '/etc/sudoers.d');
INSERT INTO system_info VALUES ('host-a', '0A1B2C3D-1111-4222-8333-944455566677');
