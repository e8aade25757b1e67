<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * French strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'Le fichier n’a pas été accepté, rien n’a été écrit : {$a}';
$string['blocked_bad_package'] = 'Le fichier n’est pas un paquetage SCORM que Moodle peut lire : {$a}';
$string['blocked_completion_locked'] = 'Des apprenants l’ont déjà achevé. Modifier les conditions d’achèvement ferait recalculer les leurs.';
$string['blocked_has_attempts'] = 'Le test a déjà été tenté : ses questions ne peuvent plus changer, comme dans Moodle lui-même.';
$string['blocked_key_taken'] = 'La clé « {$a} » désigne autre chose dans ce cours.';
$string['blocked_kind_change'] = 'La clé désigne sur ce site un élément d’un autre type.';
$string['blocked_language_pack'] = 'Le paquetage de langue « {$a} » n’est pas installé sur ce site.';
$string['blocked_managed'] = 'L’élément est géré par le projet « {$a} ».';
$string['blocked_no_bank'] = 'Il n’y a pas de banque de questions « {$a} » dans ce cours.';
$string['blocked_no_category'] = 'Il n’y a pas de catégorie « {$a} ».';
$string['blocked_no_question'] = 'Il n’y a pas de question ni de catégorie « {$a} » dans ce cours.';
$string['blocked_no_quiz'] = 'Il n’y a pas de test « {$a} » dans ce cours.';
$string['blocked_no_section'] = 'Il n’y a pas de section « {$a} » dans ce cours.';
$string['blocked_not_empty'] = 'La section n’est pas vide.';
$string['blocked_not_there'] = 'L’élément n’existe pas.';
$string['blocked_package_type'] = 'L’activité prend son paquetage ailleurs ({$a}).';
$string['blocked_qtype_change'] = 'Une question ne peut pas changer de type : {$a}';
$string['blocked_tombstone'] = 'Quelqu’un l’a supprimé sur ce site. Il n’est recréé que si vous le demandez.';
$string['blocked_too_long'] = 'Le champ « {$a} » est trop long pour ce site.';
$string['blocked_track_loss'] = 'Des apprenants ont des résultats dans des parties qui manquent au nouveau paquetage : {$a}';
$string['blocked_twice'] = 'La question « {$a} » est déjà dans le test.';
$string['blocked_unadopted'] = 'Un élément qui porte ce numéro d’identification existe déjà et n’est pas géré. Adoptez-le ou changez son numéro.';
$string['blocked_unsupported'] = 'Ce n’est pas possible avec un élément de ce type.';
$string['blocked_upload_missing'] = 'Les fichiers de « {$a} » ne sont pas arrivés, ou pas intacts.';
$string['event_item_blocked'] = 'Contenu non synchronisé';
$string['event_item_synced'] = 'Contenu synchronisé';
$string['invalidspec'] = 'La spécification est inutilisable : {$a}';
$string['locked'] = 'Une autre écriture est en cours. Réessayez.';
$string['machina:delete'] = 'Supprimer ou retirer du contenu géré';
$string['machina:sync'] = 'Écrire du contenu géré';
$string['machina:view'] = 'Voir ce qui est géré';
$string['missing'] = 'Le fichier ne contient plus cette question.';
$string['norun'] = 'L’exécution est terminée ou sa réservation a expiré. Commencez une nouvelle exécution.';
$string['notstored'] = 'Moodle n’a pas enregistré le champ « {$a} ». Rien n’a été modifié.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'Le plugin machina-scorm n’enregistre rien sur les personnes.';
$string['question_without_key'] = 'il faut un numéro d’identification de 100 octets au plus.';
$string['role_machina_sync'] = 'machina-scorm : écrit les cours';
$string['role_machina_sync_about'] = 'Pour le compte du service machina-scorm. Ce rôle contient ce qu’il faut pour créer et modifier des cours, des activités et des questions, et rien sur les personnes ni les notes.';
$string['role_machina_ws'] = 'machina-scorm : peut appeler le service';
$string['role_machina_ws_about'] = 'Pour le compte du service machina-scorm. Ce rôle permet d’appeler les services web et rien d’autre.';
$string['setup'] = 'Préparer le site pour machina-scorm';
$string['setup_badexpiry'] = '« {$a} » n’est pas une échéance pour un jeton. Écrivez 30d, 6m, 1y, une date à venir comme 2030-06-30, ou never.';
$string['setup_badip'] = '« {$a} » n’est ni une adresse IP ni un sous-réseau. Écrivez 192.0.2.7 ou 198.51.100.0/24, séparés par des virgules.';
$string['setup_badnamespace'] = 'Le nom du projet comporte de 1 à 30 lettres minuscules, chiffres, tirets et tirets bas, et commence par une lettre ou un chiffre.';
$string['setup_badusername'] = 'Le nom du compte est vide ou contient des caractères que Moodle n’accepte pas.';
$string['setup_category'] = 'Où le compte peut travailler';
$string['setup_do'] = 'Préparer le site';
$string['setup_expiry'] = 'Durée de validité du jeton';
$string['setup_expiry_help'] = '30d, 6m ou 1y pour des jours, des mois ou des années, une date comme 2030-06-30, ou never pour un jeton sans échéance.';
$string['setup_intro'] = 'Un bouton active les services web, crée deux rôles et un compte avec lequel personne ne peut se connecter, et lui donne un jeton. Ce qui existe déjà reste tel quel.';
$string['setup_ips'] = 'Depuis ces adresses seulement';
$string['setup_ips_help'] = 'Adresses IP ou sous-réseaux séparés par des virgules, comme 192.0.2.7,198.51.100.0/24. Vide : de partout.';
$string['setup_namespace'] = 'Nom du projet';
$string['setup_never'] = 'sans échéance';
$string['setup_newtoken'] = 'Remplacer le jeton existant';
$string['setup_nocategory'] = 'Indiquez où le compte peut travailler : --category=IDNUMBER pour une catégorie de cours, --category=site pour tout le site.';
$string['setup_noservice'] = 'Le service machina-scorm manque. Lancez d’abord la mise à jour du site (Administration du site > Notifications).';
$string['setup_nothing'] = 'Il n’y a rien à annuler.';
$string['setup_profile'] = 'Le profil de ce site. Enregistrez-le sous {$a} dans le projet :';
$string['setup_site'] = 'Partout sur ce site';
$string['setup_state_already'] = 'déjà fait';
$string['setup_state_kept'] = 'gardé, utilisé';
$string['setup_state_made'] = 'fait';
$string['setup_state_removed'] = 'annulé';
$string['setup_state_would'] = 'serait fait';
$string['setup_step_assignment'] = 'Rôle attribué';
$string['setup_step_capabilities'] = 'Droits du rôle qui manquaient';
$string['setup_step_protocol'] = 'Protocole activé';
$string['setup_step_role'] = 'Rôle';
$string['setup_step_service'] = 'Service activé';
$string['setup_step_serviceuser'] = 'Compte autorisé à utiliser le service';
$string['setup_step_token'] = 'Jeton';
$string['setup_step_tokenuntil'] = 'Jeton, valable jusqu’au';
$string['setup_step_user'] = 'Compte sans mot de passe';
$string['setup_step_webservices'] = 'Services web activés';
$string['setup_token'] = 'Le jeton. Il n’est montré que cette fois. Qui le possède peut écrire des cours ici : gardez-le comme un mot de passe, et jamais dans les fichiers du projet.';
$string['setup_tokenthere'] = 'Il existe déjà un jeton. Il ne peut pas être montré de nouveau. S’il est perdu, cochez « Remplacer le jeton existant », ou utilisez --new-token sur le serveur.';
$string['setup_undo'] = 'Tout annuler';
$string['setup_undosure'] = 'Retirer le jeton, le compte et les rôles créés ici ? Les cours et leur contenu restent.';
$string['setup_userexists'] = 'Il existe un compte « {$a} » avec lequel on peut se connecter. Choisissez un autre nom.';
$string['stale'] = 'L’élément a été modifié sur le site depuis l’établissement du plan.';
$string['unconfirmed'] = '{$a} d’entre eux contiennent des données d’apprenants. Confirmez avec ce nombre.';
